package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageRecord.Opening;
import dev.passerelle.gateway.usage.journal.Journal;
import dev.passerelle.gateway.usage.journal.Position;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Finds what a process that was killed had begun and not ended.
final class Recovery implements Entries.Reader {
    private final Map<UUID, Opening> open = new LinkedHashMap<>();
    private final Map<UUID, Long> tokens = new LinkedHashMap<>();

    private Recovery() {}

    /// Ends in the journal what is open there.
    ///
    /// @return how many there were
    static int settle(Journal journal) throws IOException {
        List<UsageRecord> cutOff = cutOff(journal);
        for (UsageRecord record : cutOff) {
            journal.append(Entries.end(record));
        }
        return cutOff.size();
    }

    private static List<UsageRecord> cutOff(Journal journal) throws IOException {
        Recovery recovery = new Recovery();
        Position end = journal.end();
        Position position = journal.start();
        while (position.compareTo(end) < 0) {
            position = journal.read(position, payload -> Entries.read(payload, recovery));
        }
        return recovery.open.values().stream()
                .map(opening -> opening.interrupted(recovery.tokens.getOrDefault(opening.id(), 0L)))
                .toList();
    }

    @Override
    public void began(Opening opening) {
        open.put(opening.id(), opening);
    }

    @Override
    public void generated(UUID id, long count) {
        if (open.containsKey(id)) {
            tokens.merge(id, count, Math::max);
        }
    }

    @Override
    public void ended(UsageRecord record) {
        open.remove(record.opening().id());
        tokens.remove(record.opening().id());
    }
}
