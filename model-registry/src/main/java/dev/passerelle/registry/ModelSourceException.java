package dev.passerelle.registry;

/// A model source that can't be read or resolved; the message says how to mend it.
public final class ModelSourceException extends RuntimeException {
    public ModelSourceException(String message) {
        super(message);
    }
}
