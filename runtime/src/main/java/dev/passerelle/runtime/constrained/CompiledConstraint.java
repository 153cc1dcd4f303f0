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

    /// What a token adds to the text, not to be changed, and whether it ends it.
    interface TokenSpellings {
        byte[] bytes(int token);

        boolean ends(int token);
    }

    /// Configs it keeps, of about a kilobyte each.
    int configs() {
        return start.machine.configs();
    }

    /// At the beginning of a text.
    public ConstraintState start() {
        return new ConstraintState(start, spellings, masks);
    }
}
