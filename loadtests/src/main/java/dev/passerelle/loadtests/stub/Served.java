package dev.passerelle.loadtests.stub;

/// What a stub did for one request. Moments are those of `System.nanoTime`, -1 for what did not
/// happen; those due are without stalls.
///
/// @param number from 0, in the order in which requests were read
/// @param promptTokens read
/// @param tokens sent, or all that were in an answer sent whole
/// @param received when the request had been read
/// @param queued nanoseconds it waited for a slot
/// @param firstDue when the first token was to be sent
/// @param firstSent when it had been
/// @param lastDue when the last token of the whole answer was to be sent
/// @param lastSent when the last had been
/// @param left when its client was noticed to have left, at a write
public record Served(
        long number,
        String path,
        Fate fate,
        int promptTokens,
        int tokens,
        long received,
        long queued,
        long firstDue,
        long firstSent,
        long lastDue,
        long lastSent,
        long left) {}
