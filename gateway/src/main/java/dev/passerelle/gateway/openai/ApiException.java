package dev.passerelle.gateway.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a call was refused before any model worked on it. The message is fit for the caller to read:
/// what was wrong and how to mend it. Carries no stack trace: it is an answer, not a fault.
public abstract sealed class ApiException extends RuntimeException {

    ApiException(String message) {
        super(message, null, false, false);
    }

    /// The request can't be understood or honoured.
    public static final class InvalidRequest extends ApiException {
        private final @Nullable String param;
        private final @Nullable String code;

        /// @param param the field, as a path like `messages[1].content`; absent when the whole body
        ///   is meant
        /// @param code OpenAI's machine-readable code, where there is one
        public InvalidRequest(String message, @Nullable String param, @Nullable String code) {
            super(message);
            this.param = param;
            this.code = code;
        }

        public @Nullable String param() {
            return param;
        }

        public @Nullable String code() {
            return code;
        }
    }

    /// No model of this name.
    public static final class ModelNotFound extends ApiException {
        public ModelNotFound(String message) {
            super(message);
        }
    }

    /// Nothing of this name, or nothing the caller may know of.
    public static final class NotFound extends ApiException {
        private final String code;

        public NotFound(String message, String code) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /// The model exists but can't answer now.
    public static final class ModelUnavailable extends ApiException {
        private final @Nullable Duration retryAfter;
        private final String code;

        /// @param retryAfter when to try again; absent when waiting won't help
        public ModelUnavailable(String message, @Nullable Duration retryAfter) {
            this(message, retryAfter, "model_unavailable");
        }

        /// @param code what clients' programs are told
        public ModelUnavailable(String message, @Nullable Duration retryAfter, String code) {
            super(message);
            this.retryAfter = retryAfter;
            this.code = code;
        }

        public String code() {
            return code;
        }

        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /// No such address.
    public static final class UnknownPath extends ApiException {
        public UnknownPath(String message) {
            super(message);
        }
    }

    /// The address exists, but not for this method.
    public static final class MethodNotAllowed extends ApiException {
        private final String allowed;

        public MethodNotAllowed(String message, String allowed) {
            super(message);
            this.allowed = allowed;
        }

        public String allowed() {
            return allowed;
        }
    }

    /// The body exceeds the limit.
    public static final class BodyTooLarge extends ApiException {
        public BodyTooLarge(String message) {
            super(message);
        }
    }

    /// The body isn't framed as HTTP wants it.
    public static final class BrokenBody extends ApiException {
        public BrokenBody(String message) {
            super(message);
        }
    }

    /// The body is declared to be something other than JSON.
    public static final class UnsupportedMediaType extends ApiException {
        public UnsupportedMediaType(String message) {
            super(message);
        }
    }

    /// The call came through this gateway before.
    public static final class LoopDetected extends ApiException {
        public LoopDetected(String message) {
            super(message);
        }
    }

    /// The server is going down.
    public static final class Stopping extends ApiException {
        public Stopping(String message) {
            super(message);
        }
    }

    /// The key is missing, wrong or has ended.
    public static final class Unauthenticated extends ApiException {
        public Unauthenticated(String message) {
            super(message);
        }
    }

    /// Whether a token is right can't be told now: its provider doesn't answer.
    public static final class AuthenticationUnavailable extends ApiException {
        public AuthenticationUnavailable(String message) {
            super(message);
        }
    }

    /// The caller is known and may not do this.
    public static final class Forbidden extends ApiException {
        private final @Nullable String param;
        private final String code;

        /// @param param the field that names what isn't allowed, if one does
        public Forbidden(String message, @Nullable String param, String code) {
            super(message);
            this.param = param;
            this.code = code;
        }

        public @Nullable String param() {
            return param;
        }

        public String code() {
            return code;
        }
    }

    /// A rate or a number of requests at once is used up for now.
    public static final class RateLimited extends ApiException {
        private final String unit;
        private final Duration retryAfter;

        /// @param unit what is used up: `requests` or `tokens`
        public RateLimited(String message, String unit, Duration retryAfter) {
            super(message);
            this.unit = unit;
            this.retryAfter = retryAfter;
        }

        public String unit() {
            return unit;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// A budget of a day or month is used up. Clients shouldn't try again by themselves.
    public static final class QuotaExceeded extends ApiException {
        private final Duration retryAfter;

        public QuotaExceeded(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// What is left of limits can't be told now.
    public static final class LimitsUnavailable extends ApiException {
        public LimitsUnavailable(String message) {
            super(message);
        }
    }

    /// Usage can't be recorded now, so nothing may be used.
    public static final class LedgerUnavailable extends ApiException {
        public LedgerUnavailable(String message) {
            super(message);
        }
    }

    /// A deployment elsewhere finds the request at fault. Its words are passed on.
    public static final class UpstreamRefused extends ApiException {
        private final int status;
        private final String type;
        private final @Nullable String param;
        private final @Nullable String code;

        /// @param status 4xx
        public UpstreamRefused(
                int status,
                String message,
                String type,
                @Nullable String param,
                @Nullable String code) {
            super(message);
            this.status = status;
            this.type = type;
            this.param = param;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String type() {
            return type;
        }

        public @Nullable String param() {
            return param;
        }

        public @Nullable String code() {
            return code;
        }
    }
}
