package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;

/// How far a generation's text has come. Used by one thread.
@SuppressWarnings("ReferenceEquality") // configurations are interned
public final class ConstraintState {

    private final CompiledConstraint.TokenSpellings spellings;
    private final MaskFinder masks;
    private Config config;
    private boolean over;

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
        TokenMask mask = masks.mask(config);
        if (mask.isEmpty()) {
            throw new InferenceException.InvalidInput(
                    "The model's vocabulary has no token with which the text could go on under the constraint");
        }
        return mask;
    }

    /// Goes on by a token that the mask allows.
    public void accept(int token) {
        if (spellings.ends(token) && config.ended) {
            over = true;
            return;
        }
        Config next = config;
        for (byte b : spellings.bytes(token)) {
            next = next.next(b & 0xFF);
        }
        if (over || next.dead() || (next == config && spellings.bytes(token).length == 0)) {
            throw new IllegalArgumentException("Token " + token + " is not allowed here");
        }
        config = next;
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
