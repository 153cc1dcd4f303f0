package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Usage;
import java.util.Arrays;

/// The tokens of one answer as they are read and generated; each prompt counts once, however many
/// candidates it has.
final class Spent {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final boolean[] read;
    private final int[] cachedOf;
    private int prompt;
    private int completion;
    private int cached;
    private int reasoning;

    Spent(int prompts) {
        read = new boolean[prompts];
        cachedOf = new int[prompts];
        Arrays.fill(cachedOf, UNKNOWN);
    }

    /// A prompt has been read, as at least one of its candidates shows.
    void begin(int number, int tokens) {
        if (!read[number]) {
            read[number] = true;
            prompt += tokens;
        }
    }

    void generate(int tokens) {
        completion += tokens;
    }

    /// A candidate has ended. What one of a prompt's had to read wasn't there already.
    void end(int number, Usage usage) {
        reasoning += usage.reasoningTokens();
        int before = cachedOf[number] == UNKNOWN ? 0 : cachedOf[number];
        cachedOf[number] = Math.min(cachedOf[number], usage.cachedTokens());
        cached += cachedOf[number] - before;
    }

    Tokens tokens() {
        return new Tokens(prompt, completion, cached, true);
    }

    Usage usage() {
        return new Usage(prompt, completion, cached, reasoning);
    }
}
