package dev.passerelle.loadtests.arrivals;

import java.util.Iterator;

/// Arrivals in order of time; ends with the scenario's duration, steps or file. Does not depend on
/// anything but the scenario and its seed.
public interface Schedule extends Iterator<Arrival>, AutoCloseable {
    /// Whether it ended before its duration did, as a trace does that is shorter.
    default boolean isShort() {
        return false;
    }

    /// Closes the file of a trace that is not read to its end.
    @Override
    default void close() {}
}
