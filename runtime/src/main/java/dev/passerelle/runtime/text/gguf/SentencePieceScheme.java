package dev.passerelle.runtime.text.gguf;

import static dev.passerelle.runtime.text.gguf.GgufVocabulary.PREFIX;

import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.text.gguf.GgufVocabulary.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// SentencePiece's BPE (`llama`): pieces with scores, no merges, bytes as a last resort.
///
/// Merges follow from the scores as in transformers' converter: each piece is the merge of any two
/// pieces that spell it, the highest score first.
record SentencePieceScheme(boolean spaceFirst, boolean phi, String unknown)
        implements TokenizerScheme {

    /// Control tokens of Phi-3 that keep the white space after them.
    private static final Set<String> KEEPING = Set.of("<unk>", "<s>", "<|endoftext|>");

    SentencePieceScheme(GgufMetadata metadata) {
        this(
                metadata.flag(PREFIX + "add_space_prefix").orElse(true),
                metadata.text("general.architecture").orElse("").equals("phi3"),
                unknown(metadata));
    }

    private static String unknown(GgufMetadata metadata) {
        GgufVocabulary vocabulary = GgufVocabulary.read(metadata);
        return vocabulary.named(metadata, "unknown_token_id").orElse(vocabulary.tokens().get(0));
    }

    @Override
    public Map<String, Object> parts() {
        Map<String, Object> spaces = replace(" ", "▁");
        Map<String, Object> prefix = Map.of("type", "Prepend", "prepend", "▁");
        Map<String, Object> normalizer =
                spaceFirst ? sequence("normalizers", List.of(prefix, spaces)) : spaces;
        Map<String, Object> strip =
                Map.of("type", "Strip", "content", " ", "start", spaceFirst ? 1 : 0, "stop", 0);
        Map<String, Object> decoder =
                sequence(
                        "decoders",
                        List.of(
                                replace("▁", " "),
                                Map.of("type", "ByteFallback"),
                                Map.of("type", "Fuse"),
                                strip));
        return Map.of("normalizer", normalizer, "decoder", decoder);
    }

    private static Map<String, Object> replace(String from, String to) {
        return Map.of("type", "Replace", "pattern", Map.of("String", from), "content", to);
    }

    private static Map<String, Object> sequence(String name, List<Map<String, Object>> steps) {
        return Map.of("type", "Sequence", name, steps);
    }

    @Override
    public void writeModel(JsonGenerator json, GgufVocabulary vocabulary) {
        json.writeStringProperty("type", "BPE");
        json.writeStringProperty("unk_token", unknown);
        json.writeBooleanProperty("fuse_unk", true);
        json.writeBooleanProperty("byte_fallback", true);
        json.writeBooleanProperty("ignore_merges", false);
        BpeVocabulary.write(json, vocabulary);
        BpeVocabulary.writeMerges(json, merges(vocabulary));
    }

    private record Scored(BpeVocabulary.Merge merge, float score) {}

    private static List<BpeVocabulary.Merge> merges(GgufVocabulary vocabulary) {
        Map<String, Integer> ids = vocabulary.ids();
        ids.values().removeIf(id -> vocabulary.kinds().get(id) != Kind.NORMAL);
        List<Scored> merges = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kinds().get(id) == Kind.NORMAL) {
                String piece = vocabulary.tokens().get(id);
                float score = vocabulary.scores()[id];
                pairs(piece, ids).forEach(pair -> merges.add(new Scored(pair, score)));
            }
        }
        merges.sort(
                Comparator.comparingDouble(Scored::score)
                        .thenComparingInt(each -> length(each.merge().left()))
                        .thenComparingInt(each -> length(each.merge().right()))
                        .reversed());
        return merges.stream().map(Scored::merge).toList();
    }

    /// The pairs of pieces that spell `piece`, by their ids.
    private static List<BpeVocabulary.Merge> pairs(String piece, Map<String, Integer> ids) {
        List<BpeVocabulary.Merge> pairs = new ArrayList<>();
        for (int cut = piece.offsetByCodePoints(0, 1);
                cut < piece.length();
                cut = piece.offsetByCodePoints(cut, 1)) {
            String left = piece.substring(0, cut);
            String right = piece.substring(cut);
            if (ids.containsKey(left) && ids.containsKey(right)) {
                pairs.add(new BpeVocabulary.Merge(left, right));
            }
        }
        pairs.sort(
                Comparator.<BpeVocabulary.Merge>comparingInt(
                                pair -> ids.getOrDefault(pair.left(), 0))
                        .thenComparingInt(pair -> ids.getOrDefault(pair.right(), 0)));
        return pairs;
    }

    private static int length(String piece) {
        return piece.codePointCount(0, piece.length());
    }

    @Override
    public boolean beginsByDefault() {
        return true;
    }

    @Override
    public boolean swallowsSpaceAfter(String control) {
        return phi && !KEEPING.contains(control);
    }
}
