package dev.passerelle.gateway.cli;

/// The operator's wish that the process ends.
interface Termination {

    /// Waits for the wish.
    void await() throws InterruptedException;

    /// Begins to listen for it.
    interface Installer {
        /// @param consequence what the log says a wish leads to
        Termination install(String consequence);
    }
}
