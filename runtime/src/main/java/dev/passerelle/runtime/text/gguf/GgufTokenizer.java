package dev.passerelle.runtime.text.gguf;

import static dev.passerelle.runtime.text.gguf.GgufVocabulary.PREFIX;

import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.text.TokenizerDocuments;
import dev.passerelle.runtime.text.gguf.GgufVocabulary.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Says a GGUF file's tokenizer and chat template in the format of Hugging Face, `tokenizer.json`
/// and `tokenizer_config.json`, so that one library encodes for all models.
///
/// Metadata keys: `docs/gguf.md` of ggml and `llama-vocab.cpp` of llama.cpp.
public final class GgufTokenizer {

    private static final String TEMPLATE = "tokenizer.chat_template";

    /// SentencePiece's merges are not in the metadata; Hugging Face indents.
    private static final long JSON_FACTOR = 2;

    private final GgufMetadata metadata;
    private final TokenizerScheme scheme;
    private final GgufVocabulary vocabulary;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        this.scheme = TokenizerScheme.of(metadata);
        this.vocabulary = GgufVocabulary.read(metadata);
    }

    /// @throws dev.passerelle.runtime.importer.CheckpointException if the file is damaged, has no
    ///   tokenizer, or one of a kind that is not known
    public static TokenizerDocuments read(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            GgufTokenizer tokenizer = new GgufTokenizer(file.metadata());
            return TokenizerDocuments.of(gguf, tokenizer.tokenizer(), tokenizer.config());
        }
    }

    /// Whether the file has a chat template, after a look at what its tokenizer is.
    ///
    /// @throws dev.passerelle.runtime.importer.CheckpointException as [#read] would
    public static boolean hasChatTemplate(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            var _ = new GgufTokenizer(file.metadata());
            return file.metadata().text(TEMPLATE).isPresent();
        }
    }

    /// About how large `tokenizer.json` would be, without its being made.
    ///
    /// @throws dev.passerelle.runtime.importer.CheckpointException if the file is damaged
    public static long bytes(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            return JSON_FACTOR * file.metadata().length();
        }
    }

    private byte[] tokenizer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
        try (JsonGenerator json = JsonMapper.shared().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writePOJOProperty("added_tokens", added());
            scheme.parts().forEach(json::writePOJOProperty);
            postProcessor().ifPresent(each -> json.writePOJOProperty("post_processor", each));
            json.writeName("model");
            json.writeStartObject();
            scheme.writeModel(json, vocabulary);
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private List<Map<String, Object>> added() {
        List<Map<String, Object>> added = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            Kind kind = vocabulary.kinds().get(id);
            if (kind.isMatchedWhole()) {
                String token = vocabulary.tokens().get(id);
                boolean special = kind != Kind.USER_DEFINED;
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("id", id);
                entry.put("content", token);
                entry.put("single_word", false);
                entry.put("lstrip", false);
                entry.put("rstrip", scheme.swallowsSpaceAfter(token));
                entry.put("normalized", false);
                entry.put("special", special);
                added.add(entry);
            }
        }
        return added;
    }

    /// What surrounds raw text, where anything does.
    private Optional<Map<String, Object>> postProcessor() {
        Optional<String> begin = surrounding("add_bos_token", scheme.beginsByDefault(), beginKey());
        Optional<String> end =
                surrounding("add_eos_token", scheme.endsByDefault(), scheme.endKey());
        if (begin.isEmpty() && end.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> ids = vocabulary.ids();
        List<Object> single = new ArrayList<>();
        List<Object> pair = new ArrayList<>();
        Map<String, Object> special = new LinkedHashMap<>();
        begin.ifPresent(token -> single.add(specialPiece(token, ids, special)));
        single.add(Map.of("Sequence", Map.of("id", "A", "type_id", 0)));
        end.ifPresent(token -> single.add(specialPiece(token, ids, special)));
        pair.addAll(single);
        pair.add(Map.of("Sequence", Map.of("id", "B", "type_id", 1)));
        return Optional.of(
                Map.of(
                        "type",
                        "TemplateProcessing",
                        "single",
                        single,
                        "pair",
                        pair,
                        "special_tokens",
                        special));
    }

    private String beginKey() {
        return metadata.find(PREFIX + "bos_token_id").isPresent() ? "bos_token_id" : "cls_token_id";
    }

    private Optional<String> surrounding(String flag, boolean absent, String key) {
        return metadata.flag(PREFIX + flag).orElse(absent)
                ? vocabulary.named(metadata, key)
                : Optional.empty();
    }

    private static Object specialPiece(
            String token, Map<String, Integer> ids, Map<String, Object> special) {
        List<Integer> id = List.of(ids.getOrDefault(token, 0));
        special.put(token, Map.of("id", token, "ids", id, "tokens", List.of(token)));
        return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
    }

    /// Templates beside the main one are listed by name, as transformers does.
    private byte[] config() {
        Map<String, Object> config = new LinkedHashMap<>();
        for (String role : List.of("bos", "eos", "unk", "pad")) {
            String key = role.equals("unk") ? "unknown" : role.equals("pad") ? "padding" : role;
            vocabulary
                    .named(metadata, key + "_token_id")
                    .ifPresent(token -> config.put(role + "_token", token));
        }
        List<Map<String, String>> templates = new ArrayList<>();
        metadata.text(TEMPLATE)
                .ifPresent(text -> templates.add(Map.of("name", "default", "template", text)));
        metadata.keys().stream()
                .filter(key -> key.startsWith(TEMPLATE + "."))
                .forEach(key ->
                        metadata.text(key)
                                .ifPresent(text ->
                                        templates.add(
                                                Map.of(
                                                        "name",
                                                        key.substring(TEMPLATE.length() + 1),
                                                        "template",
                                                        text))));
        if (!templates.isEmpty()) {
            config.put("chat_template", templates);
        }
        return JsonMapper.shared().writeValueAsBytes(config);
    }
}
