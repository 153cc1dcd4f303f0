package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;

/// Sends requests to one server. Safe from any thread.
interface Transport extends AutoCloseable {

    /// Returns when the head of the answer is there.
    ///
    /// @throws DeploymentFailure if it doesn't come
    Exchange send(Outgoing request, Patience patience) throws InterruptedException;

    @Override
    void close();
}
