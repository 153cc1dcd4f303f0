package dev.passerelle.loadtests.result;

/// A result can't be read, written or used; the message says which file, why, and what to do.
public final class ResultException extends RuntimeException {
    public ResultException(String message) {
        super(message);
    }

    public ResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
