package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// Decodes the body of `POST /v1/completions`.
public final class CompletionRequest {
    private static final int MOST_PROMPTS = 64;
    private static final int MOST_LOGPROBS = 5;
    private static final int DEFAULT_MAX_TOKENS = 16;

    private CompletionRequest() {}

    /// @throws InvalidRequest naming the first field that is wrong or can't be honoured
    public static TextRequest decode(byte[] body) {
        ObjectNode node = Json.object(body);
        List<String> unknown = Parameters.check(Endpoint.COMPLETIONS, node);
        Fields fields = Fields.of(node);
        String model = fields.requiredString("model", "the id of a model");
        GenerationFields shared = GenerationFields.decode(fields);
        int maxTokens =
                fields.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(DEFAULT_MAX_TOKENS);
        OptionalInt logprobs = fields.integer("logprobs", 0, MOST_LOGPROBS);
        List<GenerationRequest> generations =
                TextOrTokens.decode(fields, "prompt", MOST_PROMPTS).stream()
                        .map(CompletionRequest::prompt)
                        .map(prompt ->
                                new GenerationRequest(
                                        prompt,
                                        shared.sampling(),
                                        OptionalInt.of(maxTokens),
                                        shared.stop(),
                                        shared.ignoreEos(),
                                        logprobs))
                        .toList();
        return new TextRequest(model, generations, shared.stream(), shared.includeUsage(), unknown);
    }

    private static Prompt prompt(TextOrTokens input) {
        return switch (input) {
            case TextOrTokens.Text(PromptText text) -> new Prompt.Text(text);
            case TextOrTokens.Tokens(int[] ids) -> new Prompt.Tokens(ids);
        };
    }
}
