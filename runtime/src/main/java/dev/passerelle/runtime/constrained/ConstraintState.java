package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// How far a generation's text has come. Used by one thread.
public final class ConstraintState {

    private final CompiledConstraint.TokenSpellings spellings;
    private final MaskFinder masks;
    private Config config;
    private boolean over;

    /// The mask that is being found elsewhere.
    private @Nullable FutureTask<TokenMask> ahead;

    ConstraintState(Config config, CompiledConstraint.TokenSpellings spellings, MaskFinder masks) {
        this.config = config;
        this.spellings = spellings;
        this.masks = masks;
    }

    /// Which tokens may come next; end tokens among them if the text may end.
    ///
    /// @throws InferenceException.InvalidInput if the constraint turns out too ambiguous, or no
    ///   token of the vocabulary goes on
    public TokenMask mask() {
        TokenMask mask = ahead == null ? masks.mask(config) : found(ahead);
        ahead = null;
        if (mask.isEmpty()) {
            throw Refusal.because(
                    "The model's vocabulary has no token with which the text could go on under the constraint");
        }
        return mask;
    }

    /// Has the mask that comes next found by another thread, unless it is known, while this one
    /// does something else.
    public void findAhead(Executor elsewhere) {
        if (config.mask == null && !mustEnd()) {
            Config now = config;
            FutureTask<TokenMask> task = new FutureTask<>(() -> masks.mask(now));
            ahead = task;
            elsewhere.execute(task);
        }
    }

    /// Finds it here if nobody has begun.
    private static TokenMask found(FutureTask<TokenMask> task) {
        task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InferenceException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Goes on by a token that the mask allows.
    public void accept(int token) {
        if (spellings.ends(token) && config.ended) {
            over = true;
            return;
        }
        byte[] bytes = spellings.bytes(token);
        Config next = config;
        for (byte b : bytes) {
            next = next.next(b & 0xFF);
        }
        if (over || next.dead() || bytes.length == 0) {
            throw new IllegalArgumentException("Token " + token + " is not allowed here");
        }
        config = next;
        ahead = null;
    }

    /// Finds the masks at each byte of a text that satisfies the constraint.
    void maskThrough(byte[] text) {
        Config place = config;
        for (byte b : text) {
            masks.mask(place);
            place = place.next(b & 0xFF);
        }
        if (!place.ended) {
            throw new IllegalArgumentException("The text doesn't satisfy the constraint");
        }
    }

    /// Whether the text may end here.
    public boolean mayEnd() {
        return over || config.ended;
    }

    /// Whether nothing but the end can follow.
    public boolean mustEnd() {
        return over || config.complete();
    }

    /// The same place, to try what follows.
    public ConstraintState copy() {
        ConstraintState copy = new ConstraintState(config, spellings, masks);
        copy.over = over;
        return copy;
    }
}
