package dev.passerelle.runtime.text.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// How a kind of GGUF tokenizer is said in the format of `tokenizer.json`.
sealed interface TokenizerScheme
        permits ByteLevelScheme, SentencePieceScheme, UnigramScheme, WordPieceScheme {

    /// The scheme of `tokenizer.ggml.model`.
    ///
    /// @throws CheckpointException if the kind of tokenizer or of pre-tokenizer is not known
    static TokenizerScheme of(GgufMetadata metadata) {
        String model =
                metadata.text(GgufVocabulary.PREFIX + "model")
                        .orElseThrow(() ->
                                new CheckpointException(
                                        metadata.file(),
                                        "has no tokenizer (tokenizer.ggml.model); put the original model's tokenizer.json beside it"));
        return switch (model) {
            case "gpt2" -> ByteLevelScheme.of(metadata);
            case "llama" -> new SentencePieceScheme(metadata);
            case "t5" -> new UnigramScheme(metadata);
            case "bert" -> new WordPieceScheme(metadata);
            default ->
                    throw new CheckpointException(
                            metadata.file(),
                            "tokenizer.ggml.model is '%s'; known are gpt2, llama, t5 and bert. Put the original model's tokenizer.json beside it"
                                    .formatted(CheckpointException.printable(model)));
        };
    }

    /// Parts of `tokenizer.json` beside the model, the added tokens and the post-processor.
    Map<String, Object> parts();

    /// Writes the `model` object.
    void writeModel(JsonGenerator json, GgufVocabulary vocabulary);

    /// Whether raw text begins with the `bos` token where the metadata don't say.
    boolean beginsByDefault();

    /// Whether raw text ends with the `eos` token where the metadata don't say.
    default boolean endsByDefault() {
        return false;
    }

    /// The key of the token that ends raw text.
    default String endKey() {
        return "eos_token_id";
    }

    /// Whether white space after a control token belongs to it.
    default boolean swallowsSpaceAfter(String control) {
        return false;
    }
}
