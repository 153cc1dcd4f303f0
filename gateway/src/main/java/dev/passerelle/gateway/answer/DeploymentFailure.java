package dev.passerelle.gateway.answer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a deployment elsewhere didn't answer, or broke off. The message is fit for the caller to
/// read, and names neither addresses nor keys; the cause is for the log.
public final class DeploymentFailure extends RuntimeException {
    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /// What went wrong.
    public enum Kind {
        /// It can't be reached.
        UNREACHABLE,
        /// Its first bytes took too long.
        FIRST_TOKEN_TIMEOUT,
        /// It stopped in the middle for too long.
        STALLED,
        /// It broke off in the middle.
        BROKEN,
        /// What it says isn't what the protocol asks for.
        GARBAGE,
        /// It answered with an error of its own, 5xx for instance.
        ERROR,
        /// It has had enough for now.
        RATE_LIMITED,
        /// It doesn't take our key.
        CREDENTIALS,
        /// It doesn't know the model.
        UNKNOWN_MODEL,
        /// It is a gateway that the call came through already.
        LOOP
    }

    /// @param retryAfter when it says it can be tried again
    public DeploymentFailure(
            Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public DeploymentFailure(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public Kind kind() {
        return kind;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
