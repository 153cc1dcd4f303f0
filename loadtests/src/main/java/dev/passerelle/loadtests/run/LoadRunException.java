package dev.passerelle.loadtests.run;

/// A load test could not begin; the message says why and what to do.
public final class LoadRunException extends RuntimeException {
    public LoadRunException(String message) {
        super(message);
    }
}
