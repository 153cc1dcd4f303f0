package dev.passerelle.runtime.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `tokenizer.json` (the format of Hugging Face's `tokenizers` library) says about a
/// vocabulary. How text becomes tokens is left to that library.
///
/// @param path where it was read, for errors
/// @param tokens spelling of each id; some ids may be missing
/// @param added tokens outside the model proper, matched as a whole before anything else
/// @param decoder how spellings become text; missing or null in some files
public record TokenizerFile(
        Path path, Map<Integer, String> tokens, List<AddedToken> added, JsonNode decoder) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// @param special control token: has no text of its own in generated output
    public record AddedToken(int id, String content, boolean special) {}

    /// @throws IllegalArgumentException if the file is missing or not a tokenizer
    public static TokenizerFile read(Path path) {
        return of(path, parse(require(path)));
    }

    /// @throws IllegalArgumentException if the documents are not a tokenizer
    static TokenizerFile of(TokenizerDocuments documents) {
        return of(documents.origin(), parse(documents.origin(), documents.tokenizer()));
    }

    private static TokenizerFile of(Path path, JsonNode root) {
        Map<Integer, String> tokens = new HashMap<>();
        JsonNode vocab = root.path("model").path("vocab");
        if (vocab.isObject()) {
            vocab.properties().forEach(e -> tokens.put(e.getValue().asInt(), e.getKey()));
        } else if (vocab.isArray()) {
            vocab.forEach(pair -> tokens.put(tokens.size(), pair.path(0).asString()));
        } else {
            throw new IllegalArgumentException(
                    path + ": model.vocab is neither an object nor a list; is this a tokenizer?");
        }
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode node : root.path("added_tokens")) {
            AddedToken token =
                    new AddedToken(
                            node.path("id").asInt(),
                            node.path("content").asString(),
                            node.path("special").asBoolean(false));
            added.add(token);
            tokens.put(token.id(), token.content());
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(path + ": the vocabulary is empty");
        }
        return new TokenizerFile(
                path, Map.copyOf(tokens), List.copyOf(added), root.path("decoder"));
    }

    /// Highest id and one.
    public int vocabularySize() {
        return tokens.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /// @throws IllegalArgumentException if it is not there, as [#read] would
    public static Path require(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(
                    path + " is missing: put the tokenizer of the original model there");
        }
        return path;
    }

    static JsonNode parse(Path path) {
        try {
            return parse(path, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path, e);
        }
    }

    static JsonNode parse(Path path, byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(path + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
