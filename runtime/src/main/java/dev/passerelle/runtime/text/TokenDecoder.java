package dev.passerelle.runtime.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// From a token's spelling in the vocabulary to the bytes it stands for, as the `decoder` of
/// `tokenizer.json` describes it.
///
/// Only what concerns one token is done. Steps that look at a whole text (dropping the space that
/// begins it) don't apply: generated text continues a prompt.
@FunctionalInterface
interface TokenDecoder {

    byte[] bytes(String spelling);

    /// @throws IllegalArgumentException for a kind of decoder that is not known
    static TokenDecoder of(TokenizerFile file) {
        return of(file.decoder(), file);
    }

    private static TokenDecoder of(JsonNode node, TokenizerFile file) {
        return switch (node.path("type").asString("none")) {
            case "ByteLevel" -> ByteAlphabet::bytes;
            case "Metaspace" ->
                    replace(List.of(new Replacement(node.path("replacement").asString("▁"), " ")));
            case "Replace", "ByteFallback" -> sequence(List.of(node), file);
            case "Sequence" -> sequence(List.copyOf(node.path("decoders").values()), file);
            case String kind -> throw unknown(kind, file);
        };
    }

    private static TokenDecoder sequence(List<JsonNode> steps, TokenizerFile file) {
        if (steps.size() == 1 && steps.getFirst().path("type").asString("").equals("ByteLevel")) {
            return ByteAlphabet::bytes;
        }
        List<Replacement> replacements = new ArrayList<>();
        boolean byteFallback = false;
        boolean fused = false;
        for (JsonNode step : steps) {
            String kind = step.path("type").asString("none");
            switch (kind) {
                case "ByteFallback" -> byteFallback = true;
                case "Fuse" -> fused = true;
                case "Replace" -> replacements.add(Replacement.read(step, file));
                case "Metaspace" ->
                        replacements.add(
                                new Replacement(step.path("replacement").asString("▁"), " "));
                case "Strip" -> {
                    if (!fused) {
                        throw unknown("Strip of single tokens", file);
                    }
                }
                default -> throw unknown(kind + " within a Sequence", file);
            }
        }
        TokenDecoder text = replace(replacements);
        return byteFallback ? spelling -> oneByteOr(spelling, text) : text;
    }

    private static TokenDecoder replace(List<Replacement> replacements) {
        List<Replacement> fixed = List.copyOf(replacements);
        return spelling -> {
            String text = spelling;
            for (Replacement r : fixed) {
                text = text.replace(r.pattern(), r.content());
            }
            return text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /// `<0x0A>` stands for one byte.
    private static byte[] oneByteOr(String spelling, TokenDecoder text) {
        if (spelling.length() == 6 && spelling.startsWith("<0x") && spelling.endsWith(">")) {
            String digits = spelling.substring(3, 5);
            if (digits.chars().allMatch(HexFormat::isHexDigit)) {
                return HexFormat.of().parseHex(digits.toLowerCase(Locale.ROOT));
            }
        }
        return text.bytes(spelling);
    }

    private static IllegalArgumentException unknown(String kind, TokenizerFile file) {
        return new IllegalArgumentException(
                "%s: decoder kind %s is not supported; known are ByteLevel, Metaspace, and a Sequence of Replace, ByteFallback, Fuse, Strip"
                        .formatted(file.path(), kind));
    }

    /// One step that replaces a literal string.
    record Replacement(String pattern, String content) {

        static Replacement read(JsonNode step, TokenizerFile file) {
            JsonNode pattern = step.path("pattern").path("String");
            if (!pattern.isString()) {
                throw unknown("Replace by regular expression", file);
            }
            return new Replacement(pattern.asString(), step.path("content").asString());
        }
    }
}
