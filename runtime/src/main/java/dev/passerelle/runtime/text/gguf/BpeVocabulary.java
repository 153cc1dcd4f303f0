package dev.passerelle.runtime.text.gguf;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// The vocabulary and merges of a BPE model in `tokenizer.json`.
final class BpeVocabulary {

    private BpeVocabulary() {}

    /// Two tokens that become one.
    record Merge(String left, String right) {}

    /// Writes all tokens but those that only fill the embedding table, and returns their spellings.
    static Set<String> write(JsonGenerator json, GgufVocabulary vocabulary) {
        Set<String> written = HashSet.newHashSet(vocabulary.size());
        json.writeName("vocab");
        json.writeStartObject();
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.tokens().get(id);
            if (vocabulary.kinds().get(id) != GgufVocabulary.Kind.UNUSED) {
                json.writeNumberProperty(token, id);
                written.add(token);
            }
        }
        json.writeEndObject();
        return written;
    }

    static void writeMerges(JsonGenerator json, List<Merge> merges) {
        json.writeName("merges");
        json.writeStartArray();
        for (Merge merge : merges) {
            json.writeStartArray();
            json.writeString(merge.left());
            json.writeString(merge.right());
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
