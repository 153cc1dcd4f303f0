package dev.passerelle.loadtests.server;

import dev.passerelle.loadtests.result.ServerSide;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads a server's metrics again and again while a run lasts, on a thread of its own. A server
/// that has none, or whose are of another form, is not asked again.
public final class ServerWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final double NANOS = 1e9;
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int SERVER_ERROR = 500;

    private final URI metrics;
    private final Duration every;
    private final long origin;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Scrapes scrapes = new Scrapes();
    private final Thread thread = Thread.ofVirtual().name("server-metrics").unstarted(this::watch);
    private @Nullable String refusal;
    private String lastFailure = "";
    private int asked;
    private int failed;

    private ServerWatch(URI metrics, Duration every, long origin) {
        this.metrics = metrics;
        this.every = every;
        this.origin = origin;
    }

    /// Begins.
    ///
    /// @param originNanos the start of the run, by `System.nanoTime`
    public static ServerWatch start(URI metrics, Duration every, long originNanos) {
        var watch = new ServerWatch(metrics, every, originNanos);
        watch.thread.start();
        return watch;
    }

    /// Reads them a last time and ends. May take some seconds if the server does not answer.
    public ServerSide finish() {
        ending.countDown();
        try {
            if (thread.join(PATIENCE.multipliedBy(2))) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
        return result();
    }

    private void watch() {
        try {
            long next = System.nanoTime();
            do {
                ask();
                next += every.toNanos();
            } while (refused() == null
                    && !ending.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable String refused() {
        return refusal;
    }

    private void ask() throws InterruptedException {
        if (refused() != null) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(metrics).timeout(PATIENCE).build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            take((System.nanoTime() - origin) / NANOS, answer);
        } catch (IOException e) {
            missed(e.getMessage() == null ? "no connection" : e.getMessage());
        }
    }

    private synchronized void take(double time, HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= REDIRECT && status < SERVER_ERROR) {
            refusal = "%s answered %d: no metrics are read".formatted(metrics, status);
        } else if (status != OK) {
            missed("status " + status);
        } else {
            read(time, answer.body());
        }
    }

    private void read(double time, String text) {
        try {
            scrapes.add(Scrape.of(time, Exposition.parse(text)));
            asked++;
        } catch (IllegalArgumentException e) {
            refusal = "what %s answers is %s".formatted(metrics, e.getMessage());
        }
    }

    private synchronized void missed(String why) {
        asked++;
        failed++;
        lastFailure = why;
    }

    private synchronized ServerSide result() {
        return scrapes.result(problem());
    }

    private String problem() {
        if (refusal != null) {
            return refusal;
        }
        if (failed > 0) {
            return "%d of %d readings of %s failed, the last one: %s"
                    .formatted(failed, asked, metrics, lastFailure);
        }
        return scrapes.tells() ? "" : "no metric of " + metrics + " is of a known name";
    }
}
