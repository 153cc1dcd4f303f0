package dev.passerelle.runtime;

import java.util.List;

/// The tools of a chat.
///
/// @param parallel whether one answer may hold several calls
public record ToolUse(List<Tool> tools, ToolChoice choice, boolean parallel) {

    public static final ToolUse NONE = new ToolUse(List.of(), new ToolChoice.None(), true);

    public ToolUse {
        tools = List.copyOf(tools);
    }
}
