package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Snapshot;

/// Who wants to know while a load test runs. Called by one thread, not the one that sends.
public interface Progress {
    /// Nobody.
    Progress NONE = new Progress() {};

    /// A request is over, in the order of their ends.
    default void ended(CallRecord record) {}

    /// Several times a second.
    default void stands(Snapshot snapshot) {}

    /// Something to be told once: calibration, a step of a sweep that is over.
    default void says(String line) {}
}
