package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The record of one request, written to the journal.
final class JournaledEntry implements Ledger.Entry {
    private final UUID id;
    private final Account account;
    private final EntryWriter writer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Opening opening;
    private volatile long tokens;
    private String model = "";
    private String revision = "";

    /// Of the thread that writes checkpoints alone.
    private long saved;

    private long saving;

    JournaledEntry(UUID id, Account account, EntryWriter writer) {
        this.id = id;
        this.account = account;
        this.writer = writer;
    }

    UUID id() {
        return id;
    }

    @Override
    public void about(String model, String revision) {
        this.model = model;
        this.revision = revision;
    }

    @Override
    public void begin(Work work) {
        if (ended.get()) {
            return;
        }
        Opening before = opening;
        Opening begun = Opening.of(id, account, work);
        opening = begun;
        try {
            writer.begin(this, begun, before == null);
        } catch (RuntimeException e) {
            opening = before;
            throw e;
        }
    }

    @Override
    public void generated(long tokens) {
        this.tokens = tokens;
    }

    @Override
    public void end(Outcome outcome, int status, Counted tokens, Latency latency) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        writer.end(
                this,
                opening().orElseGet(() -> Opening.refused(id, account, model, revision)),
                new Closing(outcome, status, tokens, latency));
    }

    /// Absent until the work begins.
    Optional<Opening> opening() {
        return Optional.ofNullable(opening);
    }

    long tokens() {
        return tokens;
    }

    /// How many tokens there are, if that hasn't been saved.
    OptionalLong unsaved() {
        saving = tokens;
        return saving == saved ? OptionalLong.empty() : OptionalLong.of(saving);
    }

    /// What [#unsaved] gave last has been saved.
    void saved() {
        saved = saving;
    }
}
