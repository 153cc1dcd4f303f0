package dev.passerelle.runtime;

/// One turn of a conversation.
public record ChatMessage(Role role, PromptText text) {}
