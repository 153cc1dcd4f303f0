package dev.passerelle.gateway.http;

import dev.passerelle.gateway.connection.ClientWatch;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.http.RunningCall.Cause;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
final class Call {
    private final Endpoint endpoint;
    private final ServerRequest request;
    private final ServerResponse response;
    private final RunningCall running;
    private final long startNanos;
    private Caller caller = Caller.ANYONE;
    private String model = "";
    private @Nullable EventStream events;
    private boolean closeConnection;

    Call(
            Endpoint endpoint,
            ServerRequest request,
            ServerResponse response,
            RunningCall running,
            long startNanos) {
        this.endpoint = endpoint;
        this.request = request;
        this.response = response;
        this.running = running;
        this.startNanos = startNanos;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ServerRequest request() {
        return request;
    }

    /// When the call began, by `System.nanoTime`.
    long startNanos() {
        return startNanos;
    }

    /// Who sent it.
    Caller caller() {
        return caller;
    }

    void caller(Caller known) {
        this.caller = known;
    }

    /// The served model it is about; empty while unknown.
    String model() {
        return model;
    }

    void model(String served) {
        this.model = served;
    }

    /// Interrupts this call when its client leaves. After the body has been read.
    Watch watchClient() {
        return ClientWatch.start(() -> running.interrupt(Cause.CLIENT_LEFT));
    }

    /// Waits until the client leaves, but not for long.
    void awaitDeparture(Duration longest) {
        CountDownLatch left = new CountDownLatch(1);
        try (Watch _ = ClientWatch.start(left::countDown)) {
            var _ = left.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // the server stops: then it ends at once
        }
    }

    /// Tells the client which of its fields had no effect.
    void warnUnknown(List<String> names) {
        if (!names.isEmpty()) {
            response.header("x-passerelle-warning", UnknownFields.warning(names));
        }
    }

    void json(byte[] body) {
        Answers.json(request, response, body);
    }

    /// Commits to a stream of events.
    EventStream openEvents() {
        EventStream opened = new EventStream(response);
        events = opened;
        return opened;
    }

    /// The stream, once opened.
    @Nullable EventStream events() {
        return events;
    }

    ServerResponse response() {
        return response;
    }

    RunningCall running() {
        return running;
    }

    /// Seconds since the call began.
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /// Whether the connection ends with this answer, because it is incomplete for instance.
    boolean closeConnection() {
        return closeConnection;
    }

    void closeConnection(boolean close) {
        this.closeConnection = close;
    }
}
