package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Answers of `POST /v1/completions`: `text_completion`, whole or in events of the same shape.
/// Choices of a stream come one after another.
public final class CompletionReply implements ReplyEncoder {
    private final ReplyIdentity identity;
    private final OptionalInt alternatives;
    private final String opening;
    private final String closing;
    private Chunk text;
    private int offset;

    /// @param alternatives log-probabilities asked for, and how many alternatives with each
    /// @param includeUsage whether each event mentions usage
    public CompletionReply(ReplyIdentity identity, OptionalInt alternatives, boolean includeUsage) {
        this.identity = identity;
        this.alternatives = alternatives;
        this.opening = Chunk.opening(identity, "text_completion");
        this.closing = Chunk.closing(includeUsage);
        this.text = textOf(0);
    }

    @Override
    public byte[] whole(List<Outcome> outcomes) {
        return WholeReply.encode(identity, "text_completion", outcomes, this::choice);
    }

    @Override
    public byte[] opening(int choice) {
        text = textOf(choice);
        offset = 0;
        return Chunk.NONE;
    }

    @Override
    public byte[] delta(int choice, Delta delta) {
        if (alternatives.isEmpty()) {
            return delta.text().isEmpty() ? Chunk.NONE : text.with(Json.escaped(delta.text()));
        }
        byte[] event =
                event(
                        new Choice(
                                choice,
                                delta.text(),
                                logprobs(delta.logprobs(), offset),
                                null,
                                null));
        offset += CompletionLogprobs.characters(delta.logprobs());
        return event;
    }

    @Override
    public byte[] ending(int choice, FinishReason reason, @Nullable LimitedBy limitedBy) {
        return event(new Choice(choice, "", null, WireFinish.of(reason), Extension.of(limitedBy)));
    }

    @Override
    public byte[] usage(Usage usage) {
        return Chunk.of(opening + "],\"usage\":", "}\n\n").with(Json.bytes(WireUsage.of(usage)));
    }

    private byte[] event(Choice choice) {
        return Chunk.utf8(opening + Json.text(choice) + closing);
    }

    private Chunk textOf(int choice) {
        return Chunk.of(
                opening + "{\"index\":" + choice + ",\"text\":\"",
                "\",\"logprobs\":null,\"finish_reason\":null}" + closing);
    }

    private Choice choice(int index, Outcome outcome) {
        return new Choice(
                index,
                outcome.text().value(),
                logprobs(outcome.logprobs(), 0),
                WireFinish.of(outcome.reason()),
                Extension.of(outcome.limitedBy()));
    }

    private @Nullable CompletionLogprobs logprobs(List<TokenLogprob> tokens, int from) {
        return alternatives.isEmpty()
                ? null
                : CompletionLogprobs.of(tokens, alternatives.getAsInt(), from);
    }

    private record Choice(
            int index,
            String text,
            @Nullable CompletionLogprobs logprobs,
            @Nullable String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extension passerelle) {}
}
