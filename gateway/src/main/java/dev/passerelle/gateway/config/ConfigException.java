package dev.passerelle.gateway.config;

/// Configuration that can't be used; the message names the place, the key and what is allowed.
public final class ConfigException extends RuntimeException {
    public ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
