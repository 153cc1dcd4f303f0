package dev.passerelle.runtime.text.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// Byte-level BPE (`gpt2`): merges are in the file, and how words are cut has a name.
record ByteLevelScheme(PreTokenizer cutting, List<String> merges) implements TokenizerScheme {

    private static final String MERGES = GgufVocabulary.PREFIX + "merges";

    static ByteLevelScheme of(GgufMetadata metadata) {
        PreTokenizer cutting = PreTokenizer.of(metadata);
        List<String> merges =
                metadata.texts(MERGES)
                        .orElseThrow(() ->
                                new CheckpointException(
                                        metadata.file(), "lacks metadata key '" + MERGES + "'"));
        return new ByteLevelScheme(cutting, List.copyOf(merges));
    }

    @Override
    public Map<String, Object> parts() {
        List<Object> steps = new ArrayList<>();
        for (String regex : cutting.splits()) {
            steps.add(
                    Map.of(
                            "type",
                            "Split",
                            "pattern",
                            Map.of("Regex", regex),
                            "behavior",
                            "Isolated",
                            "invert",
                            false));
        }
        Map<String, Object> byteLevel =
                Map.of(
                        "type", "ByteLevel",
                        "add_prefix_space", false,
                        "trim_offsets", false,
                        "use_regex", false);
        steps.add(byteLevel);
        Map<String, Object> parts = new LinkedHashMap<>();
        if (cutting.composed()) {
            parts.put("normalizer", Map.of("type", "NFC"));
        }
        parts.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", steps));
        parts.put("decoder", byteLevel);
        return parts;
    }

    @Override
    public void writeModel(JsonGenerator json, GgufVocabulary vocabulary) {
        json.writeStringProperty("type", "BPE");
        json.writeBooleanProperty("fuse_unk", false);
        json.writeBooleanProperty("byte_fallback", false);
        json.writeBooleanProperty("ignore_merges", cutting.wholeWords());
        Set<String> written = BpeVocabulary.write(json, vocabulary);
        BpeVocabulary.writeMerges(json, pairs(written));
    }

    /// Merges of tokens that the vocabulary has; the library takes no others.
    private List<BpeVocabulary.Merge> pairs(Set<String> known) {
        List<BpeVocabulary.Merge> pairs = new ArrayList<>(merges.size());
        for (String merge : merges) {
            int space = merge.indexOf(' ', 1);
            if (space > 0) {
                BpeVocabulary.Merge pair =
                        new BpeVocabulary.Merge(
                                merge.substring(0, space), merge.substring(space + 1));
                if (known.contains(pair.left())
                        && known.contains(pair.right())
                        && known.contains(pair.left() + pair.right())) {
                    pairs.add(pair);
                }
            }
        }
        return pairs;
    }

    @Override
    public boolean beginsByDefault() {
        return cutting.bos();
    }
}
