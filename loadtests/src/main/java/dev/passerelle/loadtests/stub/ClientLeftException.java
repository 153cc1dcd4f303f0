package dev.passerelle.loadtests.stub;

/// A client was gone when something was to be sent to it.
final class ClientLeftException extends Exception {
    ClientLeftException(Throwable cause) {
        super(cause);
    }
}
