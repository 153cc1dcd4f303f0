package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.plan.Endpoint;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/// Answers requests of one endpoint.
record AnswerHandler(Endpoint endpoint, Works works) implements Handler {
    private static final long HANG_MINUTES = 10;

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        byte[] body;
        try (InputStream content = request.content().inputStream()) {
            body = content.readAllBytes();
        }
        long received = works.pacer().now();
        works.metrics().began();
        try {
            answer(Question.read(endpoint, body, works.options()), request, response, received);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the stub ends", e);
        } finally {
            works.metrics().ended();
        }
    }

    private void answer(
            Question question, ServerRequest request, ServerResponse response, long received)
            throws InterruptedException {
        works.stalls().begin(received);
        Script script = Script.of(works.options(), works.numbers().getAndIncrement());
        var delivery = new Delivery(request, response);
        delivery.header("x-request-id", "req-" + script.number());
        if (works.options().cache().hits() > 0) {
            delivery.header("x-cache", script.hit() ? "hit" : "miss");
        }
        var generation = new Generation(works, question, script, delivery, received);
        Fate fate = fate(script, generation, delivery, received);
        works.journal().add(generation.served(fate));
        if (fate != Fate.ANSWERED && fate != Fate.ERROR) {
            throw new CloseConnectionException("programmed, or the client has left");
        }
    }

    private Fate fate(Script script, Generation generation, Delivery delivery, long received)
            throws InterruptedException {
        return switch (script.fate()) {
            case ERROR -> refuse(script, delivery, received);
            case HUNG -> hang();
            case ANSWERED, CUT, LEFT -> generation.run();
        };
    }

    private Fate refuse(Script script, Delivery delivery, long received)
            throws InterruptedException {
        works.pacer().until(works.stalls().release(received));
        String code = script.status() == 429 ? "rate_limit_exceeded" : "programmed";
        try {
            delivery.json(
                    script.status(),
                    Wire.error(script.status(), "an error as programmed", null, code));
            return Fate.ERROR;
        } catch (ClientLeftException e) {
            return Fate.LEFT;
        }
    }

    private Fate hang() throws InterruptedException {
        var _ = works.closing().await(HANG_MINUTES, TimeUnit.MINUTES);
        return Fate.HUNG;
    }
}
