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

    private final GenerationFields shared;
    private final Choosing choosing;
    private final OptionalInt logprobs;
    private final int maxTokens;
    private final boolean echo;

    private CompletionRequest(Fields fields) {
        shared = GenerationFields.decode(fields);
        choosing = Choosing.completion(fields, shared.stream());
        logprobs = fields.integer("logprobs", 0, MOST_LOGPROBS);
        echo = fields.flag("echo");
        maxTokens =
                fields.integer("max_tokens", echo ? 0 : 1, Integer.MAX_VALUE)
                        .orElse(DEFAULT_MAX_TOKENS);
    }

    /// @throws InvalidRequest naming the first field that is wrong or can't be honoured
    public static TextRequest decode(byte[] body) {
        ObjectNode node = Json.object(body);
        List<String> unknown = Parameters.check(Endpoint.COMPLETIONS, node);
        Fields fields = Fields.of(node);
        String model = fields.requiredString("model", "the id of a model");
        CompletionRequest request = new CompletionRequest(fields);
        List<TextOrTokens> prompts = TextOrTokens.decode(fields, "prompt", MOST_PROMPTS);
        return new TextRequest(
                model,
                prompts.stream().map(request::generation).toList(),
                request.choosing,
                request.shared.stream(),
                request.shared.includeUsage(),
                request.shared.constraint().map(ConstraintField::param),
                identity -> request.reply(identity, prompts),
                unknown);
    }

    private GenerationRequest generation(TextOrTokens input) {
        return new GenerationRequest(
                prompt(input),
                shared.sampling(),
                OptionalInt.of(maxTokens),
                shared.stop(),
                shared.ignoreEos(),
                logprobs.isEmpty() && choosing.picks() ? OptionalInt.of(0) : logprobs,
                promptLogprobs(input),
                shared.constraint().map(ConstraintField::constraint));
    }

    private static Prompt prompt(TextOrTokens input) {
        return switch (input) {
            case TextOrTokens.Text(PromptText text) -> new Prompt.Text(text);
            case TextOrTokens.Tokens(int[] ids) -> new Prompt.Tokens(ids);
        };
    }

    /// What is to be known of the prompt's tokens: what is asked, the text of those given by their
    /// ids, and what there is to wait for if nothing is to be generated.
    private OptionalInt promptLogprobs(TextOrTokens input) {
        if (!echo) {
            return OptionalInt.empty();
        }
        boolean tokens = input instanceof TextOrTokens.Tokens;
        return logprobs.isEmpty() && (tokens || maxTokens == 0) ? OptionalInt.of(0) : logprobs;
    }

    private CompletionReply reply(ReplyIdentity identity, List<TextOrTokens> prompts) {
        boolean read = logprobs.isPresent() || maxTokens == 0;
        Echo echoed = echo ? new Echo(prompts, choosing.choices(), read) : Echo.NONE;
        return new CompletionReply(identity, logprobs, echoed, shared.includeUsage());
    }
}
