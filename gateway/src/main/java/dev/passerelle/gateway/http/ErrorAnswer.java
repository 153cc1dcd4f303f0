package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.keys.KeyAdministration;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.WireError;
import dev.passerelle.gateway.storage.DatabaseException;
import dev.passerelle.runtime.InferenceException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a failure is to a client.
///
/// @param retryAfter when trying again makes sense
/// @param headers what else the status asks for
/// @param close whether the connection ends with this answer
record ErrorAnswer(
        int status,
        WireError error,
        @Nullable Duration retryAfter,
        List<Header> headers,
        boolean close) {
    private static final String SERVER_ERROR = "server_error";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_RESTART = Duration.ofSeconds(5);
    private static final Header CHALLENGE =
            HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");

    private static final HeaderName RETRY_AFTER_MS = HeaderNames.create("retry-after-ms");

    /// OpenAI's clients retry a 429 unless this says that it is no use.
    private static final Header NO_RETRY = HeaderValues.createCached("x-should-retry", "false");

    static ErrorAnswer of(Throwable failure) {
        return switch (failure) {
            case ApiException refusal -> refusal(refusal);
            case InferenceException inference -> inference(inference);
            case DeploymentFailure elsewhere -> elsewhere(elsewhere);
            case KeyAdministration.UnavailableException _ -> storage();
            case DatabaseException _ -> storage();
            default -> internal();
        };
    }

    private static ErrorAnswer refusal(ApiException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case ApiException.InvalidRequest e -> invalid(400, message, e.param(), e.code());
            case ApiException.ModelNotFound _ -> invalid(404, message, "model", "model_not_found");
            case ApiException.NotFound e -> invalid(404, message, null, e.code());
            case ApiException.ModelUnavailable e ->
                    unavailable(message, e.code(), e.retryAfter(), false);
            case ApiException.AuthenticationUnavailable _ ->
                    unavailable(message, "authentication_unavailable", SOON, false);
            case ApiException.UnknownPath _ -> invalid(404, message, null, "unknown_url");
            case ApiException.MethodNotAllowed e ->
                    new ErrorAnswer(
                            405,
                            error(message, null, "method_not_allowed"),
                            null,
                            List.of(HeaderValues.create(HeaderNames.ALLOW, e.allowed())),
                            false);
            case ApiException.BodyTooLarge _ ->
                    new ErrorAnswer(
                            413, error(message, null, "request_too_large"), null, List.of(), true);
            case ApiException.BrokenBody _ ->
                    new ErrorAnswer(
                            400, error(message, null, "invalid_http"), null, List.of(), true);
            case ApiException.UnsupportedMediaType _ ->
                    invalid(415, message, null, "unsupported_media_type");
            case ApiException.LoopDetected _ -> server(508, message, "loop_detected");
            case ApiException.Unauthenticated _ ->
                    new ErrorAnswer(
                            401,
                            error(message, null, "invalid_api_key"),
                            null,
                            List.of(CHALLENGE),
                            false);
            case ApiException.Forbidden e -> invalid(403, message, e.param(), e.code());
            case ApiException.RateLimited e ->
                    limited(message, e.unit(), "rate_limit_exceeded", e.retryAfter(), List.of());
            case ApiException.QuotaExceeded e ->
                    limited(
                            message,
                            "insufficient_quota",
                            "insufficient_quota",
                            e.retryAfter(),
                            List.of(NO_RETRY));
            case ApiException.UpstreamRefused e ->
                    new ErrorAnswer(
                            e.status(),
                            new WireError(message, e.type(), e.param(), e.code()),
                            null,
                            List.of(),
                            false);
            case ApiException.LimitsUnavailable _ ->
                    unavailable(message, "limits_unavailable", SOON, false);
            case ApiException.LedgerUnavailable _ ->
                    unavailable(message, "ledger_unavailable", SOON, false);
            case ApiException.Stopping _ ->
                    unavailable(message, "shutting_down", AFTER_RESTART, true);
        };
    }

    private static ErrorAnswer inference(InferenceException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case InferenceException.ContextLengthExceeded _ ->
                    invalid(400, message, null, "context_length_exceeded");
            case InferenceException.InvalidInput _ -> invalid(400, message, null, "invalid_input");
            case InferenceException.QueueFull e ->
                    unavailable(message, "queue_full", e.retryAfter(), false);
            case InferenceException.QueueTimeout e ->
                    unavailable(message, "queue_timeout", e.retryAfter(), false);
            case InferenceException.Unavailable _ ->
                    unavailable(message, "model_unavailable", SOON, false);
            // a departed client's, which ApiHandler answers to nobody
            case InferenceException.Cancelled _ -> internal();
            case InferenceException.Failed _ -> server(500, message, "inference_failed");
        };
    }

    private static ErrorAnswer elsewhere(DeploymentFailure failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case FIRST_TOKEN_TIMEOUT, STALLED -> server(504, message, "upstream_timeout");
            case RATE_LIMITED ->
                    new ErrorAnswer(
                            503,
                            new WireError(message, SERVER_ERROR, null, "upstream_rate_limited"),
                            failure.retryAfter(),
                            List.of(),
                            false);
            case UNREACHABLE, BROKEN, GARBAGE, ERROR, CREDENTIALS, UNKNOWN_MODEL, LOOP ->
                    server(502, message, "upstream_failed");
        };
    }

    private static ErrorAnswer storage() {
        return unavailable(
                "The database of keys and usage doesn't answer: try again when it does.",
                "storage_unavailable",
                SOON,
                false);
    }

    private static ErrorAnswer internal() {
        return server(
                500,
                "The server had an error while processing the request; its log has the details under this request's x-request-id.",
                "internal_error");
    }

    private static ErrorAnswer invalid(
            int status, String message, @Nullable String param, @Nullable String code) {
        return new ErrorAnswer(status, error(message, param, code), null, List.of(), false);
    }

    private static ErrorAnswer limited(
            String message, String type, String code, Duration retryAfter, List<Header> headers) {
        return new ErrorAnswer(
                429, new WireError(message, type, null, code), retryAfter, headers, false);
    }

    private static ErrorAnswer unavailable(
            String message, String code, @Nullable Duration retryAfter, boolean close) {
        WireError error = new WireError(message, "service_unavailable_error", null, code);
        return new ErrorAnswer(503, error, retryAfter, List.of(), close);
    }

    private static ErrorAnswer server(int status, String message, String code) {
        return new ErrorAnswer(
                status, new WireError(message, SERVER_ERROR, null, code), null, List.of(), false);
    }

    private static WireError error(String message, @Nullable String param, @Nullable String code) {
        return new WireError(message, "invalid_request_error", param, code);
    }

    /// Sends it as a whole answer.
    void send(ServerRequest request, ServerResponse response) {
        response.status(status);
        if (retryAfter != null) {
            long millis = Math.max(1, retryAfter.plusNanos(999_999).toMillis());
            response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.ceilDiv(millis, 1000L)));
            response.header(RETRY_AFTER_MS, Long.toString(millis));
        }
        headers.forEach(response::header);
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        Answers.json(request, response, error.encode());
    }
}
