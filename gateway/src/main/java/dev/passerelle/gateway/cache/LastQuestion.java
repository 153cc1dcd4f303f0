package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.routing.RoutedModel;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a chat request's user said last, and a hash of all the rest: project, model, system prompt,
/// earlier turns, parameters.
record LastQuestion(Digest scope, String text) {

    /// Empty unless a user of text only spoke last, and no tools are in play.
    static Optional<LastQuestion> of(RoutedModel model, CallRequest call) {
        if (call.raw().endpoint() != Endpoint.CHAT_COMPLETIONS) {
            return Optional.empty();
        }
        return Digests.body(call.raw())
                .filter(body -> body.path("tools").isEmpty() && body.path("functions").isEmpty())
                .flatMap(body -> of(model, call, body));
    }

    private static Optional<LastQuestion> of(RoutedModel model, CallRequest call, JsonNode body) {
        JsonNode messages = body.path("messages");
        if (messages.isEmpty()
                || !messages.valueStream().allMatch(LastQuestion::plain)
                || !(messages.get(messages.size() - 1) instanceof ObjectNode last)
                || !last.path("role").asString("").equals("user")) {
            return Optional.empty();
        }
        JsonNode content = last.path("content");
        JsonNode text = content.size() == 1 ? content.path(0).path("text") : content;
        if (!text.isString()) {
            return Optional.empty();
        }
        last.remove("content");
        Digest scope = Digests.hasher(model, call).add(body, Digests.LEFT_OUT).digest();
        return Optional.of(new LastQuestion(scope, text.stringValue()));
    }

    /// Whether it is said by nobody but system and people, in text.
    private static boolean plain(JsonNode message) {
        String role = message.path("role").asString("");
        return !role.equals("tool")
                && !role.equals("function")
                && message.path("tool_calls").isEmpty()
                && !message.hasNonNull("function_call")
                && message.path("content")
                        .valueStream()
                        .allMatch(part -> part.path("type").asString("").equals("text"));
    }

    /// Without what is asked, which is private.
    @Override
    public String toString() {
        return "LastQuestion[%d]".formatted(text.length());
    }
}
