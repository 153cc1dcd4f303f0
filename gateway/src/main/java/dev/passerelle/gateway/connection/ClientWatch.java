package dev.passerelle.gateway.connection;

import java.util.NoSuchElementException;

/// Notices a client that leaves while a handler works: Helidon alone sees it at the next failed
/// write. A client that closes only its sending half counts as gone too.
public final class ClientWatch {
    static final ScopedValue<ReadAhead> CONNECTION = ScopedValue.newInstance();

    private ClientWatch() {}

    /// Runs `gone` at once, on another thread, if the client of the current request leaves before
    /// the watch is closed. Call it on the handler's thread, after the request's body has been read
    /// to its end.
    ///
    /// @throws NoSuchElementException outside of a connection of [WatchedSelector]
    public static Watch start(Runnable gone) {
        return CONNECTION.get().watch(gone);
    }

    /// A watch in progress.
    public interface Watch extends AutoCloseable {
        /// After this the action doesn't run any more, and isn't running.
        @Override
        void close();
    }
}
