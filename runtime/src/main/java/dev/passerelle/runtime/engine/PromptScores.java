package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.sampling.LogitsRow;
import java.util.ArrayList;
import java.util.List;

/// The log-probabilities of a prompt's tokens, gathered while it is read. They outlive the loss of
/// the slot.
final class PromptScores {

    private final int[] prompt;
    private final int top;
    private final TokenScores scores;
    private final List<TokenLogprob> tokens = new ArrayList<>();

    PromptScores(int[] prompt, int top, TokenScores scores) {
        this.prompt = prompt;
        this.top = top;
        this.scores = scores;
        tokens.add(scores.ofFirst(prompt[0]));
    }

    /// Tokens at the beginning of the prompt after which logits are needed no more.
    int passed() {
        return complete() ? prompt.length : tokens.size() - 1;
    }

    /// Takes the logits after the token at [#passed()].
    void add(LogitsRow row) {
        if (!complete()) {
            tokens.add(scores.of(row, prompt[tokens.size()], top));
        }
    }

    PromptRead event() {
        return new PromptRead(tokens);
    }

    private boolean complete() {
        return tokens.size() == prompt.length;
    }
}
