package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Finds the end-of-sequence tokens in a checkpoint's JSON files.
public final class EndTokens {

    private static final String KEY = "eos_token_id";

    private EndTokens() {}

    /// Those of `generation_config.json`, else of `config.json`, else none.
    static List<Integer> configured(CheckpointFiles files) {
        for (Path file : List.of(files.generationConfig(), files.config())) {
            if (Files.isRegularFile(file)) {
                List<Integer> tokens = read(file);
                if (!tokens.isEmpty()) {
                    return tokens;
                }
            }
        }
        return List.of();
    }

    private static List<Integer> read(Path file) {
        return of(file, CheckpointJson.read(file));
    }

    /// Those that an object of a file names; none if it names none.
    public static List<Integer> of(Path file, JsonNode object) {
        JsonNode value = object.path(KEY);
        List<Integer> tokens = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> tokens.add(token(file, each)));
        } else if (!value.isMissingNode() && !value.isNull()) {
            tokens.add(token(file, value));
        }
        return tokens;
    }

    private static int token(Path file, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw new CheckpointException(
                    file,
                    "%s holds %s, not a token id"
                            .formatted(KEY, CheckpointException.printable(value.toString())));
        }
        return value.intValue();
    }
}
