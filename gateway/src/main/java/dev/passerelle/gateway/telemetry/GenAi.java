package dev.passerelle.gateway.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/// Calls in the words of OpenTelemetry's semantic conventions for generative AI, version 1.37.
final class GenAi {
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
    private static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> PROVIDER =
            AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> REQUEST_MODEL =
            AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> RESPONSE_MODEL =
            AttributeKey.stringKey("gen_ai.response.model");
    private static final AttributeKey<Long> MAX_TOKENS =
            AttributeKey.longKey("gen_ai.request.max_tokens");
    private static final AttributeKey<Long> INPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<String> DEPLOYMENT =
            AttributeKey.stringKey("passerelle.deployment");
    private static final AttributeKey<String> REGION = AttributeKey.stringKey("passerelle.region");

    private GenAi() {}

    /// Whether a deployment worked on the call, rather than a limit, a cache or an error answering.
    static boolean inferred(WorkSummary work) {
        return !work.origin().deployment().isEmpty() && work.cache() != CacheUse.HIT;
    }

    static String operation(CallSummary call) {
        return switch (call.endpoint()) {
            case "/v1/chat/completions" -> "chat";
            case "/v1/embeddings" -> "embeddings";
            default -> "text_completion";
        };
    }

    /// What tells calls apart in metrics: all of it bounded by the configuration.
    static AttributesBuilder dimensions(CallSummary call, WorkSummary work) {
        AttributesBuilder attributes =
                Attributes.builder()
                        .put(OPERATION, operation(call))
                        .put(PROVIDER, work.elsewhere() ? "openai" : "passerelle")
                        .put(REQUEST_MODEL, work.requested())
                        .put(RESPONSE_MODEL, work.origin().model())
                        .put(DEPLOYMENT, work.origin().deployment());
        if (!work.origin().region().isEmpty()) {
            attributes.put(REGION, work.origin().region());
        }
        return attributes;
    }

    /// All that a span says.
    static Attributes details(CallSummary call, WorkSummary work) {
        AttributesBuilder attributes = dimensions(call, work);
        work.maxTokens().ifPresent(most -> attributes.put(MAX_TOKENS, (Long) most));
        attributes.put(INPUT_TOKENS, (Long) work.tokens().prompt());
        attributes.put(OUTPUT_TOKENS, (Long) work.tokens().completion());
        failure(call, attributes);
        return attributes.build();
    }

    static void failure(CallSummary call, AttributesBuilder attributes) {
        String error = call.error();
        if (error != null) {
            attributes.put(ERROR_TYPE, error);
        } else if (call.cancelled()) {
            attributes.put(ERROR_TYPE, "cancelled");
        }
    }
}
