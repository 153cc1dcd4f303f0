package dev.passerelle.gateway.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The requests that models work for.
final class RunningEntries {
    private final Set<JournaledEntry> entries = ConcurrentHashMap.newKeySet();

    /// Before its beginning is in the journal: a segment that begins meanwhile then holds it twice
    /// rather than not at all.
    void add(JournaledEntry entry) {
        entries.add(entry);
    }

    /// After its end is in the journal, but before a segment begins: it would hold a request that
    /// is over as one that runs.
    void remove(JournaledEntry entry) {
        entries.remove(entry);
    }

    Set<JournaledEntry> all() {
        return entries;
    }

    int size() {
        return entries.size();
    }

    /// What a new segment of the journal is to know of them.
    List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (JournaledEntry entry : entries) {
            entry.opening()
                    .ifPresent(opening -> {
                        frames.add(Entries.begin(opening));
                        frames.add(Entries.checkpoint(entry.id(), entry.tokens()));
                    });
        }
        return frames;
    }
}
