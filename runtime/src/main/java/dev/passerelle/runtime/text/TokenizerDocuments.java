package dev.passerelle.runtime.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A tokenizer and what belongs to it, in Hugging Face's formats, read or made.
///
/// @param origin where the tokenizer comes from, for errors
/// @param tokenizer the content of `tokenizer.json`
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record TokenizerDocuments(Path origin, byte[] tokenizer, TokenizerConfig config) {

    private static final String FILE = "tokenizer.json";

    /// Whether a model directory has a tokenizer.
    public static boolean areAt(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /// Those of a model directory: `tokenizer.json`, and if they are there `tokenizer_config.json`
    /// and `chat_template.jinja`.
    ///
    /// @throws IllegalArgumentException if `tokenizer.json` is missing
    public static TokenizerDocuments read(Path directory) {
        Path file = TokenizerFile.require(directory.resolve(FILE));
        try {
            return new TokenizerDocuments(
                    file, Files.readAllBytes(file), TokenizerConfig.read(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    /// Made from the content of another file; a `chat_template.jinja` beside it goes before the
    /// template in `config`.
    ///
    /// @param config the content of `tokenizer_config.json`
    public static TokenizerDocuments of(Path origin, byte[] tokenizer, byte[] config) {
        return new TokenizerDocuments(origin, tokenizer, TokenizerConfig.of(origin, config));
    }

    /// Whether a model directory has a chat template.
    public static boolean haveChatTemplate(Path directory) {
        return TokenizerConfig.read(directory).template().isPresent();
    }
}
