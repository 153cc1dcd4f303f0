package dev.passerelle.gateway.http;

/// The client has gone: there is nobody to answer.
final class ClientLeft extends RuntimeException {
    ClientLeft(Throwable cause) {
        super("the client left before the answer was complete", cause, false, false);
    }
}
