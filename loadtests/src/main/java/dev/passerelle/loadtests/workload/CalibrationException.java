package dev.passerelle.loadtests.workload;

/// The server did not answer the first few requests; the message says what it said and what to do.
public final class CalibrationException extends RuntimeException {
    public CalibrationException(String message) {
        super(message);
    }
}
