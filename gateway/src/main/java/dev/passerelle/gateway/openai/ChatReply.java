package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers of `POST /v1/chat/completions`: `chat.completion` and `chat.completion.chunk`.
public final class ChatReply implements ReplyEncoder {
    private final ReplyIdentity identity;
    private final boolean logprobs;
    private final String opening;
    private final String closing;
    private final Chunk content;

    /// @param logprobs whether they were asked for
    /// @param includeUsage whether each event mentions usage
    public ChatReply(ReplyIdentity identity, boolean logprobs, boolean includeUsage) {
        this.identity = identity;
        this.logprobs = logprobs;
        this.opening = Chunk.opening(identity, "chat.completion.chunk");
        this.closing = Chunk.closing(includeUsage);
        this.content =
                Chunk.of(
                        opening + "{\"index\":0,\"delta\":{\"content\":\"",
                        "\"},\"logprobs\":null,\"finish_reason\":null}" + closing);
    }

    @Override
    public byte[] whole(List<Outcome> outcomes) {
        return WholeReply.encode(identity, "chat.completion", outcomes, this::choice);
    }

    @Override
    public byte[] opening(int choice) {
        return event(choice, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
    }

    @Override
    public byte[] delta(int choice, Delta delta) {
        byte[] text = Json.escaped(delta.text());
        if (!logprobs) {
            return text.length == 0 ? Chunk.NONE : content.with(text);
        }
        String json = Json.text(ChatLogprobs.of(delta.logprobs()));
        return event(choice, "{\"content\":" + Chunk.quoted(delta.text()) + "}", json);
    }

    @Override
    public byte[] ending(int choice, FinishReason reason, @Nullable LimitedBy limitedBy) {
        return event(choice, "{}", "null", reason, limitedBy);
    }

    @Override
    public byte[] usage(Usage usage) {
        return Chunk.of(opening + "],\"usage\":", "}\n\n").with(Json.bytes(WireUsage.of(usage)));
    }

    private byte[] event(int choice, String delta, String logprobs) {
        return event(choice, delta, logprobs, null, null);
    }

    private byte[] event(
            int choice,
            String delta,
            String logprobs,
            @Nullable FinishReason reason,
            @Nullable LimitedBy limitedBy) {
        String finish = reason == null ? "null" : Chunk.quoted(WireFinish.of(reason));
        Extension extension = Extension.of(limitedBy);
        String more = extension == null ? "" : ",\"passerelle\":" + Json.text(extension);
        return Chunk.utf8(
                opening
                        + "{\"index\":"
                        + choice
                        + ",\"delta\":"
                        + delta
                        + ",\"logprobs\":"
                        + logprobs
                        + ",\"finish_reason\":"
                        + finish
                        + more
                        + "}"
                        + closing);
    }

    private Choice choice(int index, Outcome outcome) {
        return new Choice(
                index,
                new Message("assistant", outcome.text().value(), null),
                logprobs ? ChatLogprobs.of(outcome.logprobs()) : null,
                WireFinish.of(outcome.reason()),
                Extension.of(outcome.limitedBy()));
    }

    private record Choice(
            int index,
            Message message,
            @Nullable ChatLogprobs logprobs,
            String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extension passerelle) {}

    private record Message(String role, String content, @Nullable String refusal) {}
}
