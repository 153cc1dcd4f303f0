package dev.passerelle.gateway.http;

import dev.passerelle.gateway.http.RunningCall.Cause;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException.Stopping;
import dev.passerelle.gateway.openai.WireError;
import dev.passerelle.gateway.telemetry.Telemetry;
import dev.passerelle.gateway.telemetry.Trace;
import dev.passerelle.runtime.InferenceException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// The frame around every API call: counts it, asks who calls, lets a stop wait for it, and turns
/// its failure into an error answer, or an error event once the answer has begun.
///
/// @param endpoint what it is counted as
record ApiHandler(
        String endpoint,
        Access access,
        CallHandler handler,
        Reception reception,
        CallsInFlight calls,
        GatewayMetrics metrics,
        Telemetry telemetry)
        implements Handler {
    private static final Logger LOG = System.getLogger(ApiHandler.class.getName());
    private static final int CLIENT_CLOSED_REQUEST = 499;
    private static final double NANOS = 1e9;
    private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");
    private static final HeaderName TRACE_STATE = HeaderNames.create("tracestate");

    /// Browsers drop what a script hasn't read yet when the connection ends in the middle of an
    /// answer, an error event too (Streams Standard, ResetQueue at an error).
    private static final Duration LONGEST_FAREWELL = Duration.ofMillis(500);

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Call call =
                new Call(
                        endpoint,
                        request,
                        response,
                        calls.enter(),
                        trace(request),
                        reception.clock().instant(),
                        System.nanoTime());
        metrics.started(endpoint);
        int status = Status.INTERNAL_SERVER_ERROR_500.code();
        try (RunningCall running = call.running()) {
            try {
                status = answer(call);
            } finally {
                running.calm();
                reception.end(call, status);
            }
        } finally {
            ended(call, status);
        }
        if (call.closeConnection()) {
            throw new CloseConnectionException("the answer ends the connection");
        }
    }

    private void ended(Call call, int status) {
        if (status == CLIENT_CLOSED_REQUEST) {
            metrics.cancelledByClient(endpoint, call.model(), call.running().secondsSinceLeft());
        }
        metrics.ended(endpoint, call.model(), status, call.nanos() / NANOS);
        if (telemetry.listening()) {
            telemetry.ended(call.trace(), call.summary().of(call, status));
        }
    }

    private Trace trace(ServerRequest request) {
        var headers = request.headers();
        return telemetry.begin(
                headers.contains(TRACE_PARENT) ? headers.get(TRACE_PARENT).get() : null,
                headers.contains(TRACE_STATE) ? headers.get(TRACE_STATE).get() : null);
    }

    /// Answers in any event; returns the status, or 499 if there is nobody to answer.
    private int answer(Call call) {
        try {
            return attempt(call);
        } catch (ClientLeft | CloseConnectionException e) {
            call.running().clientLeft();
            call.closeConnection(true);
            return CLIENT_CLOSED_REQUEST;
        }
    }

    private int attempt(Call call) {
        try {
            reception.admit(call, access);
            handler.handle(call);
            return call.response().status().code();
        } catch (InterruptedException e) {
            if (call.running().cause() == Cause.CLIENT_LEFT) {
                throw new ClientLeft(e);
            }
            return fail(
                    new Stopping("The server is shutting down: the answer was cut short."), call);
        } catch (InferenceException.Cancelled e) {
            throw new ClientLeft(e); // nothing else is cancelled
        } catch (ClientLeft | RequestException | CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return fail(e, call);
        }
    }

    private static int fail(Throwable failure, Call call) {
        call.settle();
        ErrorAnswer answer = answerTo(failure, call);
        WireError error = answer.error();
        call.summary().failed(error.code() == null ? error.type() : error.code());
        EventStream events = call.events();
        if (events == null) {
            call.tellLimits();
            answer.send(call.request(), call.response());
            call.closeConnection(answer.close());
        } else {
            events.broke(error);
            call.awaitDeparture(LONGEST_FAREWELL);
            call.closeConnection(true);
        }
        return answer.status();
    }

    private static ErrorAnswer answerTo(Throwable failure, Call call) {
        ErrorAnswer answer = ErrorAnswer.of(failure);
        if (answer.status() == Status.INTERNAL_SERVER_ERROR_500.code()) {
            LOG.log(Level.ERROR, "request " + call.requestId() + " failed", failure);
        }
        return answer;
    }
}
