package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.util.OptionalLong;

/// A request as it came, and what is to be known of it before it is sent on. What is not looked at
/// here is checked by whoever answers.
///
/// @param body the JSON object as it came
/// @param model the name asked for
/// @param stream whether events are wanted
/// @param includeUsage whether the last event is to count tokens
/// @param maxTokens most tokens to generate for each choice, if it says so
/// @param choices how many texts it has generated: choices of all its prompts
/// @param deterministic whether the same answer may be expected each time: temperature 0, or a seed
/// @param textBytes bytes of prompt text, tools and roles included, for estimates
/// @param conversation hash of what all turns of one conversation share: its messages up to the
///   first of the user, or the beginning of its prompt
/// @param spans where in the body what stands
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawRequest(
        Endpoint endpoint,
        byte[] body,
        String model,
        boolean stream,
        boolean includeUsage,
        OptionalLong maxTokens,
        int choices,
        boolean deterministic,
        long textBytes,
        long conversation,
        Spans spans) {

    /// Reads a request body, once and without a tree.
    ///
    /// @throws InvalidRequest if it isn't one JSON object that names a model
    public static RawRequest read(Endpoint endpoint, byte[] body) {
        return new RequestScan(endpoint, body).read();
    }

    /// Without the body, which is private.
    @Override
    public String toString() {
        return "RawRequest[%s, %s]".formatted(endpoint, model);
    }
}
