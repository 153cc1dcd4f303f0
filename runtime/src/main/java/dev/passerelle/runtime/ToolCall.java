package dev.passerelle.runtime;

/// A call of a tool that an assistant asked for.
///
/// @param id by which its result refers to it
/// @param arguments a JSON object
public record ToolCall(String id, String name, PromptText arguments) {}
