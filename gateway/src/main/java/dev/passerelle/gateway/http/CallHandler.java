package dev.passerelle.gateway.http;

/// Answers one kind of call. Failures are thrown; what they are to the client is decided in one
/// place, [ErrorAnswer].
@FunctionalInterface
interface CallHandler {
    void handle(Call call) throws InterruptedException;
}
