package dev.passerelle.loadtests.workload;

/// How words become tokens at one endpoint of one model.
///
/// @param overheadTokens of a prompt without words: the template's
/// @param tokensPerWord mean
/// @param systemTokens more for a system message without words; less than 0 where it replaces one
///   that the template has by itself
/// @param turnTokens more for each further turn: an answer and a question without words
/// @param ignoreEos whether requests say `ignore_eos`
public record Calibration(
        double overheadTokens,
        double tokensPerWord,
        double systemTokens,
        double turnTokens,
        boolean ignoreEos) {
    /// For servers that don't say how many tokens a prompt had.
    static Calibration unknown(boolean ignoreEos) {
        return new Calibration(0, 1, 0, 0, ignoreEos);
    }

    /// Words for so many tokens, at least one.
    int words(double tokens) {
        return (int) Math.max(1, Math.round(tokens / tokensPerWord));
    }
}
