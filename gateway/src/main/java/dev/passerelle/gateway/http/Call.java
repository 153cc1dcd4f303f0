package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.connection.ClientWatch;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.http.RunningCall.Cause;
import dev.passerelle.gateway.telemetry.Trace;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.runtime.PromptText;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
final class Call {
    static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final HeaderName DEPLOYMENT = HeaderNames.create("x-passerelle-deployment");
    private static final HeaderName QUEUE_TIME = HeaderNames.create("x-queue-time-ms");

    private final String endpoint;
    private final ServerRequest request;
    private final ServerResponse response;
    private final RunningCall running;
    private final long startNanos;
    private final Stages stages;
    private Caller caller = Caller.ANYONE;
    private @Nullable Bill bill;
    private @Nullable Said said;
    private String model = "";
    private @Nullable EventStream events;
    private final Summary summary;
    private final Trace trace;
    private boolean closeConnection;

    /// @param endpoint what it is counted as
    /// @param now when its headers were there
    /// @param startNanos the same by `System.nanoTime`
    Call(
            String endpoint,
            ServerRequest request,
            ServerResponse response,
            RunningCall running,
            Trace trace,
            Instant now,
            long startNanos) {
        this.endpoint = endpoint;
        this.request = request;
        this.response = response;
        this.running = running;
        this.startNanos = startNanos;
        this.stages = new Stages(startNanos);
        this.trace = trace;
        this.summary = new Summary(now);
    }

    String endpoint() {
        return endpoint;
    }

    ServerRequest request() {
        return request;
    }

    /// When the call began, by `System.nanoTime`.
    long startNanos() {
        return startNanos;
    }

    Stages stages() {
        return stages;
    }

    /// Who sent it.
    Caller caller() {
        return caller;
    }

    void caller(Caller known) {
        this.caller = known;
    }

    /// What it takes of limits, and uses.
    ///
    /// @throws IllegalStateException unless its address is of [Access#USE]
    Bill bill() {
        Bill opened = bill;
        if (opened == null) {
            throw new IllegalStateException("a route of another access works with a model");
        }
        return opened;
    }

    /// The same, if it has been opened.
    @Nullable Bill openBill() {
        return bill;
    }

    void bill(Bill opened) {
        this.bill = opened;
    }

    /// Gives back what it took of limits and didn't use, undisturbed. Before the last byte of its
    /// answer, so that the client's next request finds it.
    void settle() {
        running.calm();
        if (bill != null) {
            bill.settle();
        }
    }

    /// The served model it is about; empty while unknown.
    String model() {
        return model;
    }

    void model(String served) {
        this.model = served;
    }

    /// What is told of it in the end.
    Summary summary() {
        return summary;
    }

    /// The trace it belongs to.
    Trace trace() {
        return trace;
    }

    /// Interrupts this call when its client leaves. After the body has been read.
    Watch watchClient() {
        return ClientWatch.start(() -> running.interrupt(Cause.CLIENT_LEFT));
    }

    /// Reads its whole body.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if it is longer than `limit` bytes, or no
    ///   JSON
    byte[] body(long limit) {
        long began = System.nanoTime();
        byte[] body = RequestBody.read(request, limit);
        stages.uploaded(System.nanoTime() - began);
        return body;
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

    /// An answer has begun: tells the client whose it is, and what else there is to say of it.
    void answeredBy(Origin origin, List<Note> notes) {
        summary.answered(origin, notes);
        response.header(DEPLOYMENT, origin.deployment());
        for (Note note : notes) {
            response.header(note.name(), note.value());
        }
    }

    /// Tells the client what is left of its limits.
    void tellLimits() {
        if (bill != null && !bill.standings().isEmpty()) {
            LimitHeaders.tell(bill.standings(), response);
        }
    }

    /// Tells the client where the time went.
    ///
    /// @param whole whether all is generated
    void tellTimes(boolean whole) {
        response.header(QUEUE_TIME, Long.toString(stages.queued().toMillis()));
        response.header(SERVER_TIMING, stages.serverTiming(whole));
    }

    /// A whole answer.
    void json(byte[] body) {
        tellLimits();
        Answers.json(request, response, body);
    }

    /// A whole answer.
    void json(Part part) {
        boolean all = part.offset() == 0 && part.length() == part.bytes().length;
        json(
                all
                        ? part.bytes()
                        : Arrays.copyOfRange(
                                part.bytes(), part.offset(), part.offset() + part.length()));
    }

    /// Commits to a stream of events.
    EventStream openEvents() {
        tellLimits();
        tellTimes(false);
        EventStream opened = new EventStream(request, response, stages);
        events = opened;
        return opened;
    }

    /// The stream, once opened.
    @Nullable EventStream events() {
        return events;
    }

    /// Has what is said written down.
    void transcribe(byte[] body) {
        said = new Said(new PromptText(new String(body, StandardCharsets.UTF_8)));
    }

    /// What is said, if it is written down.
    @Nullable Said said() {
        return said;
    }

    String requestId() {
        return response.headers().get(RequestIds.HEADER).get();
    }

    ServerResponse response() {
        return response;
    }

    RunningCall running() {
        return running;
    }

    /// Nanoseconds since the call began.
    long nanos() {
        return System.nanoTime() - startNanos;
    }

    /// Whether the connection ends with this answer, because it is incomplete for instance.
    boolean closeConnection() {
        return closeConnection;
    }

    void closeConnection(boolean close) {
        this.closeConnection = close;
    }

    /// A request's body and the text of its answer so far.
    record Said(PromptText request, StringBuilder answer) {

        Said(PromptText request) {
            this(request, new StringBuilder());
        }

        @Override
        public String toString() {
            return "Said[]";
        }
    }
}
