package dev.passerelle.registry.lock;

/// A lockfile that can't be used, or files that are not what it says. The message names the place
/// and says how to mend it.
public final class LockException extends RuntimeException {
    public LockException(String message) {
        super(message);
    }

    LockException(String message, Throwable cause) {
        super(message, cause);
    }
}
