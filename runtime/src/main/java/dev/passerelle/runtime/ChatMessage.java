package dev.passerelle.runtime;

import java.util.List;
import java.util.Optional;

/// One turn of a conversation.
///
/// @param text empty where there is none
/// @param reasoning what the assistant thought before, if the caller kept it
/// @param toolCalls those the assistant asked for, in order
/// @param toolCallId of a tool's result: which call it answers
/// @param name who speaks, or which tool
public record ChatMessage(
        Role role,
        PromptText text,
        Optional<PromptText> reasoning,
        List<ToolCall> toolCalls,
        Optional<String> toolCallId,
        Optional<String> name) {

    public ChatMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    /// Text alone.
    public ChatMessage(Role role, PromptText text) {
        this(role, text, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }
}
