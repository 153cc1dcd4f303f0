package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Reasoning;
import dev.passerelle.runtime.GenerationEvent.ToolCallArguments;
import dev.passerelle.runtime.GenerationEvent.ToolCallBegun;
import dev.passerelle.runtime.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers of `POST /v1/chat/completions`: `chat.completion` and `chat.completion.chunk`.
public final class ChatReply implements ReplyEncoder {
    private final ReplyIdentity identity;
    private final boolean logprobs;
    private final String opening;
    private final String closing;
    private final PerChoice<ChatChunks> chunks;

    /// @param logprobs whether they were asked for
    /// @param includeUsage whether each event mentions usage
    public ChatReply(ReplyIdentity identity, boolean logprobs, boolean includeUsage) {
        this.identity = identity;
        this.logprobs = logprobs;
        this.opening = Chunk.opening(identity, "chat.completion.chunk");
        this.closing = Chunk.closing(includeUsage);
        this.chunks = new PerChoice<>(choice -> new ChatChunks(opening, choice, closing));
    }

    @Override
    public byte[] whole(List<Outcome> outcomes, Usage usage) {
        return WholeReply.encode(identity, "chat.completion", outcomes, usage, this::choice);
    }

    @Override
    public byte[] opening(int choice, GenerationEvent first) {
        boolean silent = first instanceof ToolCallBegun || first instanceof Reasoning;
        return chunks.get(choice)
                .event(
                        "{\"role\":\"assistant\",\"content\":%s,\"refusal\":null}"
                                .formatted(silent ? "null" : "\"\""),
                        "null");
    }

    @Override
    public byte[] delta(int choice, GenerationEvent event) {
        ChatChunks own = chunks.get(choice);
        return switch (event) {
            case Delta delta -> logprobs ? withLogprobs(own, delta) : own.content(delta.text());
            case Reasoning more -> own.reasoning(more.text());
            case ToolCallBegun call -> own.call(call);
            case ToolCallArguments more -> own.arguments(more.index(), more.json());
            case GenerationEvent.PromptRead _,
                    GenerationEvent.Finished _,
                    GenerationEvent.Failed _ ->
                    Chunk.NONE;
        };
    }

    private static byte[] withLogprobs(ChatChunks own, Delta delta) {
        return own.event(
                "{\"content\":" + Chunk.quoted(delta.text()) + "}",
                Json.text(ChatLogprobs.of(delta.logprobs())));
    }

    @Override
    public byte[] ending(int choice, FinishReason reason, @Nullable LimitedBy limitedBy) {
        return chunks.get(choice).ending(reason, limitedBy);
    }

    @Override
    public byte[] usage(Usage usage) {
        return Chunk.of(opening + "],\"usage\":", "}\n\n").with(Json.bytes(WireUsage.of(usage)));
    }

    private Choice choice(int index, Outcome outcome) {
        return new Choice(
                index,
                WireMessage.of(outcome),
                logprobs ? ChatLogprobs.of(outcome.logprobs()) : null,
                WireFinish.of(outcome.reason()),
                Extension.of(outcome.limitedBy()));
    }

    private record Choice(
            int index,
            WireMessage message,
            @Nullable ChatLogprobs logprobs,
            String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extension passerelle) {}
}
