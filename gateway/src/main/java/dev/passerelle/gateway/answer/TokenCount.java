package dev.passerelle.gateway.answer;

/// How many tokens a call takes, told before any work.
///
/// @param prompt tokens to read
/// @param least fewest tokens to generate that it can do with
/// @param most most tokens to generate
/// @param exact whether a tokenizer counted the prompt; else it is an estimate
public record TokenCount(long prompt, long least, long most, boolean exact) {}
