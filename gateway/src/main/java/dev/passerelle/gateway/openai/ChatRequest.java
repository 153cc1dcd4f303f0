package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Prompt;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// Decodes the body of `POST /v1/chat/completions`.
public final class ChatRequest {
    private static final int MOST_TOP_LOGPROBS = 20;

    private ChatRequest() {}

    /// @throws InvalidRequest naming the first field that is wrong or can't be honoured
    public static TextRequest decode(byte[] body) {
        ObjectNode node = Json.object(body);
        List<String> unknown = Parameters.check(Endpoint.CHAT_COMPLETIONS, node);
        Fields fields = Fields.of(node);
        String model = fields.requiredString("model", "the id of a model");
        GenerationFields shared = GenerationFields.decode(fields);
        OptionalInt logprobs = topLogprobs(fields);
        GenerationRequest generation =
                new GenerationRequest(
                        prompt(fields),
                        shared.sampling(),
                        maxTokens(fields),
                        shared.stop(),
                        shared.ignoreEos(),
                        logprobs,
                        OptionalInt.empty(),
                        shared.constraint().map(ConstraintField::constraint));
        boolean tier = fields.value("service_tier") != null;
        return new TextRequest(
                model,
                List.of(generation),
                Choosing.chat(fields),
                shared.stream(),
                shared.includeUsage(),
                shared.constraint().map(ConstraintField::param),
                identity ->
                        new ChatReply(
                                tier ? identity.withTier() : identity,
                                logprobs.isPresent(),
                                shared.includeUsage()),
                unknown);
    }

    private static Prompt prompt(Fields fields) {
        return new Prompt.Chat(
                Messages.decode(fields),
                ToolFields.decode(fields),
                TemplateArguments.decode(fields));
    }

    private static OptionalInt maxTokens(Fields fields) {
        OptionalInt newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        OptionalInt older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        if (newer.isPresent() && older.isPresent() && newer.getAsInt() != older.getAsInt()) {
            throw new InvalidRequest(
                    "'max_tokens' and 'max_completion_tokens' differ: send one of them.",
                    "max_tokens",
                    "invalid_value");
        }
        return newer.isPresent() ? newer : older;
    }

    private static OptionalInt topLogprobs(Fields fields) {
        boolean asked = fields.flag("logprobs");
        OptionalInt top = fields.integer("top_logprobs", 0, MOST_TOP_LOGPROBS);
        if (!asked && top.orElse(0) > 0) {
            throw new InvalidRequest(
                    "'top_logprobs' needs 'logprobs' to be true.", "top_logprobs", "invalid_value");
        }
        return asked ? OptionalInt.of(top.orElse(0)) : OptionalInt.empty();
    }
}
