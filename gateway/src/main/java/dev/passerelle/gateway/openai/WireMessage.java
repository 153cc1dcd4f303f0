package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `message` of a chat choice. Reasoning has both names that clients look for: vLLM's and
/// DeepSeek's `reasoning_content`, and OpenRouter's `reasoning`.
///
/// @param content null if it says nothing beside calls or reasoning
record WireMessage(
        String role,
        @Nullable String content,
        @Nullable String refusal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reasoningContent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reasoning,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Call> toolCalls) {

    record Call(String id, String type, Function function) {
        static Call of(ToolCall call) {
            return new Call(
                    call.id(), "function", new Function(call.name(), call.arguments().value()));
        }
    }

    record Function(String name, String arguments) {}

    static WireMessage of(Outcome outcome) {
        String text = outcome.text().value();
        String thought = outcome.reasoning().value();
        boolean silent = text.isEmpty() && !(thought.isEmpty() && outcome.toolCalls().isEmpty());
        String reasoning = thought.isEmpty() ? null : thought;
        return new WireMessage(
                "assistant",
                silent ? null : text,
                null,
                reasoning,
                reasoning,
                outcome.toolCalls().stream().map(Call::of).toList());
    }
}
