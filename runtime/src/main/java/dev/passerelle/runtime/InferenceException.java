package dev.passerelle.runtime;

import java.time.Duration;

/// Why a model could not do what was asked. The message is fit for the caller to read: what was
/// wrong and how to mend it.
public abstract sealed class InferenceException extends RuntimeException {

    InferenceException(String message) {
        super(message);
    }

    InferenceException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The input can't be honoured by this model.
    public static final class InvalidInput extends InferenceException {
        /// What of a request it is about.
        public enum Subject {
            PROMPT,
            BIASES,
            CONSTRAINT,
            TOOLS
        }

        private final Subject subject;

        /// The prompt's fault.
        public InvalidInput(String message) {
            this(message, Subject.PROMPT);
        }

        public InvalidInput(String message, Subject subject) {
            super(message);
            this.subject = subject;
        }

        public Subject subject() {
            return subject;
        }
    }

    /// Prompt and requested completion don't fit the context.
    public static final class ContextLengthExceeded extends InferenceException {
        public ContextLengthExceeded(String message) {
            super(message);
        }
    }

    /// The model's queue is full.
    public static final class QueueFull extends InferenceException {
        private final Duration retryAfter;

        public QueueFull(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// It waited for a slot as long as it may.
    public static final class QueueTimeout extends InferenceException {
        private final Duration retryAfter;

        public QueueTimeout(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// The model is closing or closed.
    public static final class Unavailable extends InferenceException {
        public Unavailable(String message) {
            super(message);
        }
    }

    /// The reader cancelled the generation.
    public static final class Cancelled extends InferenceException {
        public Cancelled() {
            super("The request was cancelled");
        }
    }

    /// The computation itself failed.
    public static final class Failed extends InferenceException {
        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
