package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What becomes of events by what is in them, and what they say about tokens.
final class EventJson {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

    private final boolean withUsage;
    private final Failures failures;
    private final EventScan scan = new EventScan();
    private long generated;
    private @Nullable ReportedUsage usage;

    enum Fate {
        PASSED,
        DROPPED,
        LAST
    }

    EventJson(boolean withUsage, Failures failures) {
        this.withUsage = withUsage;
        this.failures = failures;
    }

    /// Events that brought something generated.
    long generated() {
        return generated;
    }

    @Nullable ReportedUsage usage() {
        return usage;
    }

    /// What becomes of a line of JSON that begins somewhere, of which it isn't known whether all of
    /// it is there: [#fate] tells. Returns where its line feed is, or where the bytes end.
    int line(byte[] bytes, int from, int to) {
        return scan.scan(bytes, from, to);
    }

    /// @throws dev.passerelle.gateway.answer.DeploymentFailure if it is an error, or no JSON object
    Fate read(byte[] bytes, int from, int to) {
        if (from == to) {
            return Fate.DROPPED;
        }
        if (bytes[from] != '{' || bytes[to - 1] != '}') {
            if (Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
                return Fate.LAST;
            }
            throw failures.broken("sends an event that is no JSON object.", null);
        }
        scan.scan(bytes, from, to);
        return fate(bytes, from, to);
    }

    /// Of the object that was looked at last.
    ///
    /// @throws dev.passerelle.gateway.answer.DeploymentFailure if it is an error
    Fate fate(byte[] bytes, int from, int to) {
        generated += scan.hasGenerated() ? 1 : 0;
        if (scan.hasUsage() || scan.hasError()) {
            parse(bytes, from, to);
        }
        return scan.hasNoChoice() && scan.hasUsage() && !withUsage ? Fate.DROPPED : Fate.PASSED;
    }

    private void parse(byte[] bytes, int from, int to) {
        AnswerScan parsed;
        try {
            parsed = new AnswerScan(bytes, from, to - from);
        } catch (JacksonException | IllegalStateException e) {
            throw failures.broken("sends an event that is no JSON object.", e);
        }
        if (parsed.error()) {
            String message = ErrorBody.of(Arrays.copyOfRange(bytes, from, to)).message();
            throw failures.broken(
                    message.isEmpty()
                            ? "broke off with an error."
                            : "broke off with an error: " + message,
                    null);
        }
        usage = parsed.usage() == null ? usage : parsed.usage();
    }
}
