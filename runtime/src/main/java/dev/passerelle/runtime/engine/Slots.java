package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.ort.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which sequence holds which slot of the KV cache. The running ones are always slots 0 to
/// `running() - 1`, so that a decode step works on a prefix; those whose prompt is being read or
/// whose reader lags lie behind them.
///
/// Moving a sequence copies the tokens it holds. One slot beyond those offered serves as scratch
/// for exchanges.
final class Slots {

    /// Decode steps a freed slot's memory is kept for the next sequence before it goes back to the
    /// operating system.
    private static final int STEPS_KEPT = 256;

    private final Decoder decoder;
    private final @Nullable Sequence[] holders;
    private final int[] stepsFree;
    private final int scratch;
    private int running;

    /// @param decoder has one slot more than `count`
    Slots(Decoder decoder, int count) {
        this.decoder = decoder;
        this.holders = new @Nullable Sequence[count];
        this.stepsFree = new int[count + 1];
        this.scratch = count;
        Arrays.fill(stepsFree, STEPS_KEPT);
    }

    int count() {
        return holders.length;
    }

    int running() {
        return running;
    }

    /// All holders, running ones first.
    List<Sequence> held() {
        List<Sequence> held = new ArrayList<>(holders.length);
        for (Sequence holder : holders) {
            if (holder != null) {
                held.add(holder);
            }
        }
        return held;
    }

    Sequence runner(int row) {
        Sequence runner = holders[row];
        if (runner == null || row >= running) {
            throw new IllegalStateException("Row " + row + " does not run");
        }
        return runner;
    }

    boolean runs(Sequence sequence) {
        return slotOf(sequence) < running;
    }

    boolean full() {
        return firstFree() == holders.length;
    }

    /// Gives a free slot, behind the running ones, to a sequence.
    void occupy(Sequence sequence) {
        holders[firstFree()] = sequence;
    }

    int slotOf(Sequence sequence) {
        for (int slot = 0; slot < holders.length; slot++) {
            if (holders[slot] == sequence) {
                return slot;
            }
        }
        throw new IllegalStateException("The sequence holds no slot");
    }

    /// Makes a holder run.
    void start(Sequence sequence) {
        exchange(slotOf(sequence), running);
        running++;
    }

    /// Makes a runner wait, keeping its slot.
    void suspend(Sequence sequence) {
        running--;
        exchange(slotOf(sequence), running);
    }

    void vacate(Sequence sequence) {
        if (runs(sequence)) {
            running--;
            int hole = slotOf(sequence);
            holders[hole] = null;
            exchange(running, hole);
            stepsFree[running] = 0;
        } else {
            int hole = slotOf(sequence);
            holders[hole] = null;
            stepsFree[hole] = 0;
        }
    }

    /// Forgets all holders. Touches no memory.
    void clear() {
        Arrays.fill(holders, null);
        running = 0;
    }

    /// Counts a step, and gives back memory of slots that have been free for long.
    void stepDone() {
        for (int slot = 0; slot < stepsFree.length; slot++) {
            if (free(slot) && stepsFree[slot] < STEPS_KEPT && ++stepsFree[slot] == STEPS_KEPT) {
                decoder.release(slot);
            }
        }
    }

    /// Gives back the memory of all free slots.
    void releaseFree() {
        for (int slot = 0; slot < stepsFree.length; slot++) {
            if (free(slot) && stepsFree[slot] < STEPS_KEPT) {
                stepsFree[slot] = STEPS_KEPT;
                decoder.release(slot);
            }
        }
    }

    private boolean free(int slot) {
        return slot == scratch || holders[slot] == null;
    }

    private int firstFree() {
        int slot = running;
        while (slot < holders.length && holders[slot] != null) {
            slot++;
        }
        return slot;
    }

    private void exchange(int a, int b) {
        if (a == b) {
            return;
        }
        Sequence ofA = holders[a];
        Sequence ofB = holders[b];
        if (ofA != null && ofB != null) {
            decoder.copy(b, scratch, ofB.progress().length());
            decoder.copy(a, b, ofA.progress().length());
            decoder.copy(scratch, a, ofB.progress().length());
            stepsFree[scratch] = 0;
        } else if (ofA != null) {
            decoder.copy(a, b, ofA.progress().length());
            stepsFree[a] = 0;
        } else if (ofB != null) {
            decoder.copy(b, a, ofB.progress().length());
            stepsFree[b] = 0;
        }
        holders[a] = ofB;
        holders[b] = ofA;
    }
}
