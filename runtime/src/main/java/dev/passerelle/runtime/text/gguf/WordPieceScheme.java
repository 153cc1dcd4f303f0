package dev.passerelle.runtime.text.gguf;

import static dev.passerelle.runtime.text.gguf.GgufVocabulary.PREFIX;

import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.text.gguf.GgufVocabulary.Kind;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// WordPiece (`bert`): GGUF marks pieces that begin a word with `▁`, where BERT marks the others
/// with `##`.
record WordPieceScheme(GgufMetadata metadata) implements TokenizerScheme {

    @Override
    public Map<String, Object> parts() {
        boolean lowercase = metadata.flag(PREFIX + "normalizer.lowercase").orElse(true);
        return Map.of(
                "normalizer",
                Map.of(
                        "type",
                        "BertNormalizer",
                        "clean_text",
                        true,
                        "handle_chinese_chars",
                        true,
                        "strip_accents",
                        metadata.flag(PREFIX + "normalizer.strip_accents").orElse(lowercase),
                        "lowercase",
                        lowercase),
                "pre_tokenizer",
                Map.of("type", "BertPreTokenizer"),
                "decoder",
                Map.of("type", "WordPiece", "prefix", "##", "cleanup", true));
    }

    @Override
    public void writeModel(JsonGenerator json, GgufVocabulary vocabulary) {
        json.writeStringProperty("type", "WordPiece");
        json.writeStringProperty(
                "unk_token", vocabulary.named(metadata, "unknown_token_id").orElse("[UNK]"));
        json.writeStringProperty("continuing_subword_prefix", "##");
        json.writeNumberProperty("max_input_chars_per_word", 100);
        json.writeName("vocab");
        json.writeStartObject();
        for (int id = 0; id < vocabulary.size(); id++) {
            json.writeNumberProperty(
                    spelling(vocabulary.tokens().get(id), vocabulary.kinds().get(id)), id);
        }
        json.writeEndObject();
    }

    private static String spelling(String token, Kind kind) {
        if (kind.isMatchedWhole() || (token.startsWith("[") && token.endsWith("]"))) {
            return token;
        }
        return token.startsWith("▁") && token.length() > 1 ? token.substring(1) : "##" + token;
    }

    @Override
    public boolean beginsByDefault() {
        return true;
    }

    @Override
    public boolean endsByDefault() {
        return true;
    }

    @Override
    public String endKey() {
        return "seperator_token_id";
    }
}
