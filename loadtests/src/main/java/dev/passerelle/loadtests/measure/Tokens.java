package dev.passerelle.loadtests.measure;

/// Tokens of one request; -1 for what nobody said.
///
/// @param promptAsked meant to be in the prompt
/// @param outputAsked asked for
/// @param prompt in the prompt, as the server's usage says
/// @param output in the answer, as the server's usage says
/// @param cached of the prompt, not read again
/// @param events of a stream that held output; often, not always, one token each
public record Tokens(
        int promptAsked, int outputAsked, int prompt, int output, int cached, int events) {}
