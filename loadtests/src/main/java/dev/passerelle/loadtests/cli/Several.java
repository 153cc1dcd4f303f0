package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.run.Progress;
import java.util.List;

/// Tells several what it is told.
record Several(List<Progress> all) implements Progress {
    Several {
        all = List.copyOf(all);
    }

    @Override
    public void ended(CallRecord record) {
        all.forEach(progress -> progress.ended(record));
    }

    @Override
    public void stands(Snapshot snapshot) {
        all.forEach(progress -> progress.stands(snapshot));
    }

    @Override
    public void says(String line) {
        all.forEach(progress -> progress.says(line));
    }
}
