package dev.passerelle.runtime.text.gguf;

import static dev.passerelle.runtime.text.gguf.GgufVocabulary.PREFIX;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// SentencePiece's unigram model (`t5`): pieces with log-probabilities.
record UnigramScheme(GgufMetadata metadata) implements TokenizerScheme {

    @Override
    public Map<String, Object> parts() {
        boolean spaceFirst = metadata.flag(PREFIX + "add_space_prefix").orElse(true);
        List<Object> steps = new ArrayList<>();
        metadata.bytes(PREFIX + "precompiled_charsmap")
                .ifPresent(map ->
                        steps.add(
                                Map.of(
                                        "type",
                                        "Precompiled",
                                        "precompiled_charsmap",
                                        Base64.getEncoder().encodeToString(map))));
        if (metadata.flag(PREFIX + "remove_extra_whitespaces").orElse(false)) {
            steps.add(Map.of("type", "Strip", "strip_left", true, "strip_right", true));
            steps.add(
                    Map.of("type", "Replace", "pattern", Map.of("Regex", " {2,}"), "content", " "));
        }
        Map<String, Object> spaces =
                Map.of(
                        "type",
                        "Metaspace",
                        "replacement",
                        "▁",
                        "prepend_scheme",
                        spaceFirst ? "always" : "never",
                        "split",
                        true);
        Map<String, Object> parts = new LinkedHashMap<>();
        if (!steps.isEmpty()) {
            parts.put("normalizer", Map.of("type", "Sequence", "normalizers", steps));
        }
        parts.put("pre_tokenizer", spaces);
        parts.put("decoder", spaces);
        return parts;
    }

    @Override
    public void writeModel(JsonGenerator json, GgufVocabulary vocabulary) {
        json.writeStringProperty("type", "Unigram");
        json.writeNumberProperty("unk_id", unknown(vocabulary));
        json.writeBooleanProperty("byte_fallback", false);
        json.writeName("vocab");
        json.writeStartArray();
        for (int id = 0; id < vocabulary.size(); id++) {
            json.writeStartArray();
            json.writeString(vocabulary.tokens().get(id));
            json.writeNumber(vocabulary.scores()[id]);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private long unknown(GgufVocabulary vocabulary) {
        String key = PREFIX + "unknown_token_id";
        long id = metadata.integer(key).orElse(2L);
        if (id < 0 || id >= vocabulary.size()) {
            throw new CheckpointException(
                    metadata.file(),
                    "%s is %d, but there are %d tokens".formatted(key, id, vocabulary.size()));
        }
        return id;
    }

    @Override
    public boolean beginsByDefault() {
        return false;
    }

    @Override
    public boolean endsByDefault() {
        return true;
    }
}
