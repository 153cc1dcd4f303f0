package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent.ToolCallBegun;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events of one choice of a chat; those of which there are many are encoded ahead, but for
/// their text.
final class ChatChunks {
    private static final String REST = "},\"logprobs\":null,\"finish_reason\":null}";

    private final String head;
    private final String closing;
    private final Chunk content;
    private final Chunk reasoning;
    private final Map<Integer, Chunk> arguments = new HashMap<>();

    /// @param opening up to the content of `choices`
    /// @param closing from its end
    ChatChunks(String opening, int choice, String closing) {
        this.head = opening + "{\"index\":" + choice + ",\"delta\":";
        this.closing = closing;
        this.content = Chunk.of(head + "{\"content\":\"", "\"" + REST + closing);
        this.reasoning =
                Chunk.of(
                        head + "{\"reasoning_content\":\"",
                        "\",\"reasoning\":\"",
                        "\"" + REST + closing);
    }

    byte[] content(String text) {
        return text.isEmpty() ? Chunk.NONE : content.with(Json.escaped(text));
    }

    byte[] reasoning(String text) {
        return text.isEmpty() ? Chunk.NONE : reasoning.with(Json.escaped(text));
    }

    byte[] call(ToolCallBegun call) {
        String delta =
                "{\"tool_calls\":[{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}"
                        .formatted(
                                call.index(), Chunk.quoted(call.id()), Chunk.quoted(call.name()));
        return event(delta, "null");
    }

    byte[] arguments(int call, String json) {
        return json.isEmpty()
                ? Chunk.NONE
                : arguments.computeIfAbsent(call, this::argumentsOf).with(Json.escaped(json));
    }

    private Chunk argumentsOf(int call) {
        return Chunk.of(
                head + "{\"tool_calls\":[{\"index\":" + call + ",\"function\":{\"arguments\":\"",
                "\"}}]" + REST + closing);
    }

    byte[] ending(FinishReason reason, @Nullable LimitedBy limitedBy) {
        Extension extension = Extension.of(limitedBy);
        String more = extension == null ? "" : ",\"passerelle\":" + Json.text(extension);
        return Chunk.utf8(
                head
                        + "{},\"logprobs\":null,\"finish_reason\":"
                        + Chunk.quoted(WireFinish.of(reason))
                        + more
                        + "}"
                        + closing);
    }

    byte[] event(String delta, String logprobs) {
        return Chunk.utf8(
                head + delta + ",\"logprobs\":" + logprobs + ",\"finish_reason\":null}" + closing);
    }
}
