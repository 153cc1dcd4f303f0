package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answer to one request, whole or as server-sent events. An event comes with its `data:
/// ` and blank line; an empty array stands for none.
public sealed interface ReplyEncoder permits ChatReply, CompletionReply {

    /// The whole answer as one JSON object, a choice for each outcome.
    ///
    /// @param usage of all of them, and of those that weren't chosen
    byte[] whole(List<Outcome> outcomes, Usage usage);

    /// The event that opens a choice.
    ///
    /// @param first what the answer begins with, in whichever choice; encoded by itself afterwards
    byte[] opening(int choice, GenerationEvent first);

    /// What is generated between opening and end.
    byte[] delta(int choice, GenerationEvent event);

    /// The event that closes a choice.
    ///
    /// @param limitedBy the limit that ended it, if one did
    byte[] ending(int choice, FinishReason reason, @Nullable LimitedBy limitedBy);

    /// The event that counts tokens, after all choices.
    byte[] usage(Usage usage);
}
