package dev.passerelle.loadtests.client;

/// Tokens, as the server counted them; -1 for what it did not say.
///
/// @param cached of the prompt
record Usage(int prompt, int output, int cached) {
    static final Usage NONE = new Usage(-1, -1, -1);
}
