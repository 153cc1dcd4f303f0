package dev.passerelle.loadtests.plan;

import dev.passerelle.loadtests.distribution.Distribution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One kind of request in the mix.
///
/// @param name in reports, unique in the scenario
/// @param weight its share of conversations, relative to the other kinds'
/// @param stream whether answers are streamed; never for embeddings
/// @param prompt tokens of what a user's turn says, the shared prefix included
/// @param output tokens asked for; not used for embeddings
/// @param ignoreEos whether answers are to be as long as asked for (`ignore_eos`)
/// @param extra more fields of the request's body, in their order; they replace those of the same
///   name, null leaves one out, and the text `$output` stands for the tokens asked for
public record Traffic(
        String name,
        double weight,
        Endpoint endpoint,
        String model,
        boolean stream,
        Distribution prompt,
        Distribution output,
        IgnoreEos ignoreEos,
        Prefix prefix,
        Turns turns,
        Map<String, @Nullable Object> extra) {
    public Traffic {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /// Whether the server is told to generate all tokens asked for. That field is not of OpenAI's
    /// API: `AUTO` asks the server once, while prompts are calibrated, and leaves it out where it
    /// is refused.
    public enum IgnoreEos {
        AUTO,
        ON,
        OFF
    }

    /// Prompts that begin alike, to exercise a prefix cache.
    ///
    /// @param share of conversations that begin with one of the shared prefixes, 0 to 1
    /// @param tokens of a shared prefix
    /// @param variety how many different prefixes there are
    public record Prefix(double share, int tokens, int variety) {
        public static final Prefix NONE = new Prefix(0, 0, 1);
    }

    /// Conversations of several turns; each sends all before it along.
    ///
    /// @param count turns of a conversation
    /// @param pause seconds from an answer to the next turn
    public record Turns(Distribution count, Distribution pause) {}
}
