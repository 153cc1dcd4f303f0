package dev.passerelle.gateway.upstream;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An answer by a stream of HTTP/2, of which the next bytes are asked for when they are wanted.
final class Http2Exchange implements Exchange {
    private static final Object END = new Object();

    private final Head head;
    private final Patience patience;
    private final Failures failures;
    private final Runnable release;
    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private boolean ended;
    private boolean closed;

    /// @param release called once, when it is closed
    Http2Exchange(
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response,
            Patience patience,
            Failures failures,
            Runnable release) {
        this.head = head(response.statusCode(), response.headers());
        this.patience = patience;
        this.failures = failures;
        this.release = release;
        response.body().subscribe(new Body());
    }

    private static Head head(int status, HttpHeaders headers) {
        return new Head(
                status,
                -1,
                false,
                false,
                headers.firstValue("content-type").orElse(""),
                headers.firstValue("content-encoding").orElse(""),
                headers.firstValue("retry-after").orElse(""),
                headers.firstValue("retry-after-ms").orElse(""));
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public boolean read(Inflow into) throws InterruptedException {
        return read(into, patience);
    }

    private boolean read(Inflow into, Patience limit) throws InterruptedException {
        int before = into.size();
        while (!ended && into.size() == before) {
            take(into, limit);
        }
        return into.size() > before;
    }

    private void take(Inflow into, Patience limit) throws InterruptedException {
        var _ = subscription.thenAccept(body -> body.request(1));
        Object next = news.poll(limit.left(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw limit.exhausted();
        }
        if (next instanceof Arrived(List<ByteBuffer> buffers)) {
            buffers.forEach(into::add);
            return;
        }
        ended = true;
        if (next instanceof Throwable failure) {
            throw failures.broken(failure);
        }
    }

    @Override
    public void finish() {
        Inflow rest = new Inflow();
        Patience moment = patience.moment();
        try {
            while (read(rest, moment)) {
                rest.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException _) {
            // it is reset then
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!ended) {
                var _ = subscription.thenAccept(Flow.Subscription::cancel);
            }
            release.run();
        }
    }

    /// What has come of the body.
    private record Arrived(List<ByteBuffer> buffers) {}

    /// Hands over what comes.
    private final class Body implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription body) {
            subscription.complete(body);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            news.add(new Arrived(buffers));
        }

        @Override
        public void onError(Throwable failure) {
            news.add(failure);
        }

        @Override
        public void onComplete() {
            news.add(END);
        }
    }
}
