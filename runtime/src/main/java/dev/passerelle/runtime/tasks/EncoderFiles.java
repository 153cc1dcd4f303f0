package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.text.TokenizerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An embedding model's files, in the layout of sentence-transformers.
///
/// @param architecture `model_type`, e.g. `bert`
/// @param heads attention heads of a layer
/// @param intermediate width of a layer's inner product
/// @param contextLength longest input in tokens
/// @param padToken fills up the shorter rows of a batch
record EncoderFiles(
        Path graph,
        Path tokenizer,
        String architecture,
        Pooling pooling,
        int dimensions,
        int heads,
        int intermediate,
        int contextLength,
        int padToken) {

    private static final List<String> GRAPHS =
            List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx");
    private static final Set<String> STEPS = Set.of("Transformer", "Pooling", "Normalize");

    /// Dimensions of an attention head where the configuration doesn't tell.
    private static final int LEAST_HEAD = 32;

    /// How far above a graph its directory may be: `onnx/model.onnx` is usual.
    private static final int MOST_LEVELS_UP = 3;

    /// Whether a checkpoint is a graph by itself.
    static boolean isGraph(Path checkpoint) {
        return checkpoint.toString().endsWith(".onnx") && Files.isRegularFile(checkpoint);
    }

    /// Reads a model's directory, or that of a graph: the first from the graph's own upwards with
    /// `tokenizer.json` or `config.json`.
    ///
    /// @throws IllegalArgumentException naming what is missing or can't be honoured
    static EncoderFiles read(Path checkpoint) {
        return isGraph(checkpoint)
                ? read(directoryOf(checkpoint), checkpoint)
                : read(checkpoint, graph(checkpoint));
    }

    private static EncoderFiles read(Path directory, Path graph) {
        JsonNode config = parse(directory.resolve("config.json"));
        int padToken = config.path("pad_token_id").asInt(0);
        int hidden = positive(config, "hidden_size", directory);
        checkModules(directory.resolve("modules.json"));
        return new EncoderFiles(
                graph,
                TokenizerFile.require(directory.resolve("tokenizer.json")),
                config.path("model_type").asString("unknown"),
                pooling(directory.resolve("1_Pooling/config.json")),
                hidden,
                config.path("num_attention_heads").asInt(hidden / LEAST_HEAD),
                config.path("intermediate_size").asInt(4 * hidden),
                Math.min(positions(config, padToken, directory), longest(directory)),
                padToken);
    }

    private static Path directoryOf(Path graph) {
        Path directory = graph.toAbsolutePath().getParent();
        for (int level = 0; directory != null && level <= MOST_LEVELS_UP; level++) {
            if (Files.isRegularFile(directory.resolve("tokenizer.json"))
                    || Files.isRegularFile(directory.resolve("config.json"))) {
                return directory;
            }
            directory = directory.getParent();
        }
        throw new IllegalArgumentException(
                "%s: neither its directory nor the %d above it have config.json and tokenizer.json"
                        .formatted(graph, MOST_LEVELS_UP));
    }

    private static Path graph(Path directory) {
        return GRAPHS.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s has no ONNX graph; looked for %s"
                                        .formatted(directory, String.join(", ", GRAPHS))));
    }

    /// RoBERTa's positions begin after the padding token's.
    private static int positions(JsonNode config, int padToken, Path directory) {
        int positions = positive(config, "max_position_embeddings", directory);
        boolean shifted = config.path("model_type").asString("").contains("roberta");
        return shifted ? positions - padToken - 1 : positions;
    }

    /// What sentence-transformers would cut an input to, if the model says so.
    private static int longest(Path directory) {
        Path file = directory.resolve("sentence_bert_config.json");
        int longest = Files.exists(file) ? parse(file).path("max_seq_length").asInt(0) : 0;
        return longest > 0 ? longest : Integer.MAX_VALUE;
    }

    private static Pooling pooling(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    file + " is missing: it must say how token vectors are pooled");
        }
        JsonNode config = parse(file);
        List<String> modes =
                config.properties().stream()
                        .filter(e -> e.getKey().startsWith("pooling_mode_"))
                        .filter(e -> e.getValue().asBoolean(false))
                        .map(Map.Entry::getKey)
                        .toList();
        return Arrays.stream(Pooling.values())
                .filter(pooling -> modes.equals(List.of(pooling.key())))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s: pooling %s is not supported; exactly one of pooling_mode_cls_token and pooling_mode_mean_tokens must be true"
                                        .formatted(file, modes)));
    }

    private static void checkModules(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        for (JsonNode module : parse(file)) {
            String type = module.path("type").asString("");
            if (!STEPS.contains(type.substring(type.lastIndexOf('.') + 1))) {
                throw new IllegalArgumentException(
                        "%s: module %s is not supported; known are %s"
                                .formatted(file, type, STEPS));
            }
        }
    }

    private static int positive(JsonNode config, String key, Path directory) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new IllegalArgumentException(
                    "%s: %s must be a positive number"
                            .formatted(directory.resolve("config.json"), key));
        }
        return value;
    }

    private static JsonNode parse(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
