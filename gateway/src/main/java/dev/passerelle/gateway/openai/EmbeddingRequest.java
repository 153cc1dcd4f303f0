package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.PromptText;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// A checked body of `POST /v1/embeddings`.
///
/// @param dimensions the length the caller wants vectors to have
/// @param unknown fields nobody documents
public record EmbeddingRequest(
        String model,
        List<Embedder.Input> inputs,
        EmbeddingFormat format,
        OptionalInt dimensions,
        List<String> unknown) {
    private static final int MOST_INPUTS = 2048;

    public EmbeddingRequest {
        inputs = List.copyOf(inputs);
        unknown = List.copyOf(unknown);
    }

    /// @throws InvalidRequest naming the first field that is wrong or can't be honoured
    public static EmbeddingRequest decode(byte[] body) {
        ObjectNode node = Json.object(body);
        List<String> unknown = Parameters.check(Endpoint.EMBEDDINGS, node);
        Fields fields = Fields.of(node);
        return new EmbeddingRequest(
                fields.requiredString("model", "the id of an embedding model"),
                TextOrTokens.decode(fields, "input", MOST_INPUTS).stream()
                        .map(EmbeddingRequest::input)
                        .toList(),
                format(fields),
                fields.integer("dimensions", 1, Integer.MAX_VALUE),
                unknown);
    }

    /// Refuses a number of dimensions the model doesn't have.
    public void checkDimensions(int available) {
        if (dimensions.isPresent() && dimensions.getAsInt() != available) {
            throw new InvalidRequest(
                    "Model '%s' gives vectors of %d dimensions and no others: leave 'dimensions' out."
                            .formatted(model, available),
                    "dimensions",
                    "unsupported_value");
        }
    }

    private static Embedder.Input input(TextOrTokens input) {
        return switch (input) {
            case TextOrTokens.Text(PromptText text) -> {
                if (text.value().isEmpty()) {
                    throw Fields.wrongValue("an empty string", "input", "non-empty strings");
                }
                yield new Embedder.Input.Text(text);
            }
            case TextOrTokens.Tokens(int[] ids) -> new Embedder.Input.Tokens(ids);
        };
    }

    private static EmbeddingFormat format(Fields fields) {
        String name = fields.string("encoding_format").orElse("float");
        return switch (name) {
            case "float" -> EmbeddingFormat.FLOAT;
            case "base64" -> EmbeddingFormat.BASE64;
            default ->
                    throw Fields.wrongValue(
                            "another format", "encoding_format", "'float' or 'base64'");
        };
    }
}
