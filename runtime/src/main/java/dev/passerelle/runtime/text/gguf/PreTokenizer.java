package dev.passerelle.runtime.text.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// How byte-level BPE cuts text into words, by its name in `tokenizer.ggml.pre`.
///
/// @param names those that llama.cpp gives it
/// @param splits regular expressions, each applied to what the one before left
/// @param wholeWords whether a word that is a token is taken without its merges
/// @param composed whether text is brought into Unicode's form NFC
/// @param bos whether raw text begins with the `bos` token where the metadata don't say
record PreTokenizer(
        List<String> names,
        List<String> splits,
        boolean wholeWords,
        boolean composed,
        boolean bos) {

    static final List<PreTokenizer> ALL = read();

    private static List<PreTokenizer> read() {
        try (InputStream in = PreTokenizer.class.getResourceAsStream("pre-tokenizers.json")) {
            return List.of(
                    JsonMapper.shared()
                            .readValue(Objects.requireNonNull(in), PreTokenizer[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws CheckpointException if the name is not known: another cutting would silently give
    ///   the model tokens it was not trained on
    static PreTokenizer of(GgufMetadata metadata) {
        String key = GgufVocabulary.PREFIX + "pre";
        String name = metadata.text(key).filter(text -> !text.isEmpty()).orElse("default");
        return ALL.stream()
                .filter(each -> each.names().contains(name))
                .findFirst()
                .orElseThrow(() ->
                        new CheckpointException(
                                metadata.file(),
                                "%s is '%s', which is not known; put the original model's tokenizer.json beside it. Known: %s"
                                        .formatted(
                                                key,
                                                CheckpointException.printable(name),
                                                String.join(", ", known().toList()))));
    }

    /// All names.
    static Stream<String> known() {
        return ALL.stream().flatMap(each -> each.names().stream());
    }
}
