package dev.passerelle.gateway.tls;

/// A certificate or private key that can't be used; the message says which file, and why.
public final class IdentityException extends RuntimeException {
    IdentityException(String message) {
        super(message);
    }
}
