package dev.passerelle.runtime;

/// How many tokens are guessed ahead and verified together. What is generated stays the same.
///
/// @param tokens most tokens guessed for one step; 0 guesses none
/// @param rows with more sequences running than this nothing is guessed, since their steps are
///   shared already
public record Speculation(int tokens, int rows) {

    public static final Speculation NONE = new Speculation(0, 4);
}
