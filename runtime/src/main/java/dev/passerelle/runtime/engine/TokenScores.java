package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.sampling.LogitsRow;
import dev.passerelle.runtime.sampling.Logprobs;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.List;

/// What callers see of the logits: log-probabilities of the model itself, before biases, penalties,
/// masks, temperature and filters.
record TokenScores(Vocabulary vocabulary) {

    /// @param top how many of the likeliest tokens to name with it
    TokenLogprob of(LogitsRow row, int token, int top) {
        Logprobs logprobs = new Logprobs(row);
        List<TokenLogprob> likeliest =
                logprobs.mostLikely(top).stream()
                        .map(likely -> scored(likely, logprobs.of(likely), List.of()))
                        .toList();
        return scored(token, logprobs.of(token), likeliest);
    }

    /// One that nothing came before.
    TokenLogprob ofFirst(int token) {
        return scored(token, Float.NaN, List.of());
    }

    private TokenLogprob scored(int token, float logprob, List<TokenLogprob> top) {
        return new TokenLogprob(token, vocabulary.bytes(token), logprob, top);
    }
}
