package dev.passerelle.runtime.constrained;

/// A constraint ready for use with one model, by any number of generations at once.
public final class CompiledConstraint {

    private final Config start;
    private final TokenSpellings spellings;
    private final MaskFinder masks;

    CompiledConstraint(Config start, TokenSpellings spellings, MaskFinder masks) {
        this.start = start;
        this.spellings = spellings;
        this.masks = masks;
    }

    /// What a token adds to the text, and whether it ends it.
    interface TokenSpellings {
        byte[] bytes(int token);

        boolean ends(int token);
    }

    /// At the beginning of a text.
    public ConstraintState start() {
        return new ConstraintState(start, spellings, masks);
    }
}
