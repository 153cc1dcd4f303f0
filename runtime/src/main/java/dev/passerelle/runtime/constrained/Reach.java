package dev.passerelle.runtime.constrained;

/// What tokens do from a place within a rule, whatever follows the rule.
///
/// @param inside tokens that end within the rule, as bits
/// @param exits nodes of the trie at which the rule may have ended
@SuppressWarnings("ArrayRecordComponent") // kept, never compared
record Reach(long[] inside, int[] exits) {

    /// Too many ways out for this to save work.
    static final Reach USELESS = new Reach(new long[0], new int[0]);
}
