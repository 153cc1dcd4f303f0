package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.openai.ApiException.UpstreamRefused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What answers other than a success mean. Only what the caller can mend is passed on in the
/// deployment's words; the rest may tell of keys and addresses.
record Refusals(String deployment, InstantSource clock) {
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /// @param body empty if it couldn't be read
    RuntimeException of(Head head, byte[] body) {
        int status = head.status();
        return switch (status) {
            case 400, 409, 413, 415, 422 -> refused(status, ErrorBody.of(body));
            case 404 -> notFound(ErrorBody.of(body));
            case 401, 402, 403, 407 ->
                    failure(Kind.CREDENTIALS, "doesn't take the key it is given", status, null);
            case 429 ->
                    failure(
                            Kind.RATE_LIMITED,
                            "has had enough requests for now",
                            status,
                            retryAfter(head));
            case 508 -> failure(Kind.LOOP, "is where the call came from", status, null);
            default ->
                    status < 400
                            ? failure(Kind.GARBAGE, "answers with no answer", status, null)
                            : failure(
                                    Kind.ERROR, "answers with an error", status, retryAfter(head));
        };
    }

    /// Another address may be the wrong one for a deployment, which its callers can't mend.
    private RuntimeException notFound(ErrorBody error) {
        return error.isAboutTheModel()
                ? failure(Kind.UNKNOWN_MODEL, "doesn't know the model", 404, null)
                : failure(Kind.ERROR, "doesn't know the address it is asked at", 404, null);
    }

    private RuntimeException refused(int status, ErrorBody error) {
        String message =
                error.message().isEmpty()
                        ? "Deployment '%s' refuses the request with status %d and without a reason."
                                .formatted(deployment, status)
                        : error.message();
        String type = error.type();
        return new UpstreamRefused(
                status,
                message,
                type == null ? "invalid_request_error" : type,
                error.param(),
                error.code());
    }

    private DeploymentFailure failure(
            Kind kind, String what, int status, @Nullable Duration retryAfter) {
        return new DeploymentFailure(
                kind,
                "Deployment '%s' %s (status %d).".formatted(deployment, what, status),
                retryAfter,
                null);
    }

    private @Nullable Duration retryAfter(Head head) {
        return millis(head)
                .or(() -> retryAfter(head.retryAfter()))
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
                .orElse(null);
    }

    private static Optional<Duration> millis(Head head) {
        return number(head.retryAfterMs()).map(Refusals::ofMillis);
    }

    private Optional<Duration> retryAfter(String value) {
        return number(value)
                .map(seconds -> ofMillis(seconds * 1000))
                .or(() -> date(value).map(at -> Duration.between(clock.instant(), at)));
    }

    private static Duration ofMillis(double millis) {
        return Duration.ofMillis((long) Math.ceil(millis));
    }

    private static Optional<Double> number(String value) {
        try {
            double number = Double.parseDouble(value.strip());
            return Double.isFinite(number)
                    ? Optional.of(Math.clamp(number, 0, 1e9))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
