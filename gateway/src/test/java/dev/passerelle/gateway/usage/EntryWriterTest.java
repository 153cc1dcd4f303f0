package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.LATENCY;
import static dev.passerelle.gateway.usage.Samples.NOON;
import static dev.passerelle.gateway.usage.Samples.WORK;
import static dev.passerelle.gateway.usage.Samples.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A disk that can't be written for a while.
class EntryWriterTest {
    private boolean full;
    private int appended;
    private final RunningEntries running = new RunningEntries();
    private final EntryWriter writer = new EntryWriter(this::append, running);

    @Test
    void noWorkBeginsThatCantBeRecorded() {
        full = true;
        JournaledEntry entry = entry();

        assertThatThrownBy(() -> entry.begin(WORK))
                .isInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining("PASSERELLE_HOME");
        assertThat(writer.failures()).isEqualTo(1);
        assertThat(writer.running()).isZero();

        full = false;
        entry().begin(WORK);
        assertThat(writer.running()).isEqualTo(1);
    }

    @Test
    void workThatAnotherCantTakeOverGoesOnBeingKnown() {
        JournaledEntry entry = entry();
        entry.begin(WORK);
        full = true;

        assertThatThrownBy(() -> entry.begin(WORK)).isInstanceOf(LedgerUnavailable.class);

        assertThat(writer.running()).isEqualTo(1);
        assertThat(running.frames()).isNotEmpty();
    }

    @Test
    void whatEndsMeanwhileIsWrittenLater() {
        JournaledEntry entry = entry();
        entry.begin(WORK);
        full = true;
        entry.end(Outcome.COMPLETED, 200, 10, 5, 0, LATENCY);
        assertThat(running.frames()).as("still known to a new segment").isNotEmpty();

        writer.checkpoint();
        full = false;
        writer.checkpoint();
        writer.checkpoint();

        assertThat(appended).isEqualTo(2);
        assertThat(writer.running()).isZero();
    }

    @Test
    void checkpointsAreWrittenWhereSomethingHasChanged() {
        JournaledEntry entry = entry();
        entry.begin(WORK);
        writer.checkpoint();
        assertThat(appended).isEqualTo(1);
        entry.generated(4);
        full = true;
        writer.checkpoint();
        full = false;
        writer.checkpoint();
        writer.checkpoint();
        assertThat(appended).isEqualTo(2);
    }

    private JournaledEntry entry() {
        return new JournaledEntry(UUID.randomUUID(), account("k", "acme/shop", NOON), writer);
    }

    private void append(byte[] frames, Runnable done) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        appended++;
        done.run();
    }
}
