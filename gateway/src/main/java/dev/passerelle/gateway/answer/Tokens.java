package dev.passerelle.gateway.answer;

/// Tokens that are to be paid for.
///
/// @param prompt read
/// @param completion generated
/// @param cached of those read, how many needn't be read again
/// @param exact whether a tokenizer or the deployment counted them; else they are an estimate
public record Tokens(long prompt, long completion, long cached, boolean exact) {
    public static final Tokens NONE = new Tokens(0, 0, 0, true);
}
