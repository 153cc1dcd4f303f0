package dev.passerelle.gateway.admin;

/// Administration failed; the message says what to do.
public final class AdminException extends RuntimeException {
    public AdminException(String message) {
        super(message);
    }
}
