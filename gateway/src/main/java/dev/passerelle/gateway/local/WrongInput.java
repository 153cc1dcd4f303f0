package dev.passerelle.gateway.local;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.TextRequest;
import dev.passerelle.runtime.InferenceException.InvalidInput;

/// What a model finds wrong with a request, with the field where it stands.
final class WrongInput {
    private WrongInput() {}

    static RuntimeException of(InvalidInput failure, TextRequest request) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.subject()) {
            case PROMPT -> failure;
            case BIASES -> new InvalidRequest(message, "logit_bias", "invalid_value");
            case TOOLS -> new InvalidRequest(message, "tools", "unsupported_value");
            case CONSTRAINT ->
                    new InvalidRequest(
                            message, request.constraint().orElse(null), "unsupported_value");
        };
    }
}
