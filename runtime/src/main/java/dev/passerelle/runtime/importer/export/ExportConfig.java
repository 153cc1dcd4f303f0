package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.EndTokens;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the JSON files beside an exported decoder say of it; 0 where they don't.
///
/// @param architecture `model_type`
/// @param names what the graph's inputs and outputs are called
record ExportConfig(
        String architecture,
        int heads,
        int kvHeads,
        int headDim,
        int hidden,
        int intermediate,
        int vocabularySize,
        int contextLength,
        List<Integer> eosTokens,
        ValueNames names) {

    static final String GENAI = "genai_config.json";
    static final String TRANSFORMERS = "config.json";

    /// @throws CheckpointException if there are no such files, or what they tell of is no decoder
    static ExportConfig read(Path directory) {
        return Files.isRegularFile(directory.resolve(GENAI))
                ? genai(directory.resolve(GENAI))
                : transformers(directory.resolve(TRANSFORMERS));
    }

    /// The configuration of onnxruntime-genai, written by its model builder.
    private static ExportConfig genai(Path file) {
        JsonNode model = CheckpointJson.read(file).path("model");
        JsonNode decoder = model.path("decoder");
        if (!decoder.path("filename").isString()) {
            throw new CheckpointException(
                    file,
                    "model.decoder.filename is missing: it must name one ONNX file; pipelines of several are not supported");
        }
        for (String part : List.of("encoder", "vision", "speech", "embedding")) {
            if (model.has(part)) {
                throw new CheckpointException(
                        file, "has model.%s: only decoders of text are supported".formatted(part));
            }
        }
        int heads = decoder.path("num_attention_heads").asInt(0);
        return new ExportConfig(
                model.path("type").asString("unknown"),
                heads,
                decoder.path("num_key_value_heads").asInt(heads),
                decoder.path("head_size").asInt(0),
                decoder.path("hidden_size").asInt(0),
                0,
                model.path("vocab_size").asInt(0),
                model.path("context_length").asInt(0),
                endTokens(file, model),
                ValueNames.genai(file, decoder));
    }

    /// The configuration of transformers, as optimum and transformers.js keep it.
    private static ExportConfig transformers(Path file) {
        JsonNode whole = CheckpointJson.read(file);
        if (whole.path("is_encoder_decoder").asBoolean(false)) {
            throw new CheckpointException(
                    file,
                    "is_encoder_decoder is true: encoder-decoder models are not supported, only decoders");
        }
        JsonNode config = whole.has("text_config") ? whole.path("text_config") : whole;
        int heads = config.path("num_attention_heads").asInt(config.path("n_head").asInt(0));
        int hidden = config.path("hidden_size").asInt(config.path("n_embd").asInt(0));
        return new ExportConfig(
                whole.path("model_type").asString("unknown"),
                heads,
                config.path("num_key_value_heads").asInt(heads),
                config.path("head_dim").asInt(heads == 0 ? 0 : hidden / heads),
                hidden,
                config.path("intermediate_size").asInt(0),
                config.path("vocab_size").asInt(0),
                config.path("max_position_embeddings").asInt(config.path("n_positions").asInt(0)),
                endTokens(file, config.has("eos_token_id") ? config : whole),
                ValueNames.OPTIMUM);
    }

    private static List<Integer> endTokens(Path file, JsonNode object) {
        Path generation = file.resolveSibling("generation_config.json");
        List<Integer> configured =
                Files.isRegularFile(generation)
                        ? EndTokens.of(generation, CheckpointJson.read(generation))
                        : List.of();
        return configured.isEmpty() ? EndTokens.of(file, object) : configured;
    }
}
