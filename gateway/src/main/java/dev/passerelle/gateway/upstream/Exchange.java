package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;

/// An answer whose head is there. For one thread.
interface Exchange extends AutoCloseable {

    Head head();

    /// Adds what comes next of the body; false at its end.
    ///
    /// @throws DeploymentFailure if it breaks off
    boolean read(Inflow into) throws InterruptedException;

    /// Nothing more of the body is of use, and it ought to be at its end: waits a moment for that,
    /// so that the connection can be used again.
    void finish();

    /// Ends it: at its end the connection is used again, before it the server is told at once.
    @Override
    void close();
}
