package dev.passerelle.gateway.connection;

import dev.passerelle.gateway.connection.ClientWatch.Watch;
import org.jspecify.annotations.Nullable;

/// A watch of a connection, which may have been begun within another.
final class Watching implements Watch {
    private final ReadAhead connection;
    private final Runnable gone;
    private final @Nullable Watching outer;
    private boolean seen;
    private boolean closed;

    Watching(ReadAhead connection, Runnable gone, @Nullable Watching outer) {
        this.connection = connection;
        this.gone = gone;
        this.outer = outer;
    }

    /// Whether this is the second time that the sweeper sees it. For the sweeper's thread.
    boolean lasts() {
        boolean before = seen;
        seen = true;
        return before;
    }

    /// Runs the action of this watch and of those around it. Under the connection's lock.
    void happened() {
        for (Watching each = this; each != null; each = each.outer) {
            if (!each.closed) {
                each.gone.run();
            }
        }
    }

    /// The innermost watch that is open once this is closed. Under the connection's lock.
    @Nullable Watching end(@Nullable Watching innermost) {
        closed = true;
        Watching open = innermost;
        while (open != null && open.closed) {
            open = open.outer;
        }
        return open;
    }

    @Override
    public void close() {
        connection.close(this);
    }
}
