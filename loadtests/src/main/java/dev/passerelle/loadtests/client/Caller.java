package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.workload.Ask;

/// Sends requests, each on the thread of its caller, which may be interrupted to end it.
public interface Caller extends AutoCloseable {
    /// One request, from its intended start to its end, however it ends: nothing is thrown.
    Called call(Place place, Ask ask, long intended);

    /// Closes the connections kept.
    @Override
    void close();
}
