package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.importer.DecoderCheckpoint;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.text.TokenizerDocuments;
import dev.passerelle.runtime.text.TokenizerFile;
import dev.passerelle.runtime.text.gguf.GgufTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a text generation checkpoint's tokenizer and chat template are.
sealed interface CheckpointTokenizer {

    /// `tokenizer.json` if there is one, else a GGUF file's own.
    ///
    /// @throws RuntimeException if there is neither
    static CheckpointTokenizer of(Path checkpoint) {
        Path directory =
                Files.isRegularFile(checkpoint) ? checkpoint.resolveSibling("") : checkpoint;
        return TokenizerDocuments.areAt(directory)
                ? new Beside(directory)
                : DecoderCheckpoint.gguf(checkpoint)
                        .<CheckpointTokenizer>map(Within::new)
                        .orElseGet(() -> new Beside(directory));
    }

    boolean hasChatTemplate();

    /// Size of `tokenizer.json`, or what it would be.
    long bytes();

    TextTokenizer open();

    record Beside(Path directory) implements CheckpointTokenizer {

        @Override
        public boolean hasChatTemplate() {
            file();
            return TokenizerDocuments.haveChatTemplate(directory);
        }

        @Override
        public long bytes() {
            return file().toFile().length();
        }

        private Path file() {
            return TokenizerFile.require(directory.resolve("tokenizer.json"));
        }

        @Override
        public TextTokenizer open() {
            return TextTokenizer.open(directory);
        }
    }

    record Within(Path gguf) implements CheckpointTokenizer {

        @Override
        public boolean hasChatTemplate() {
            return GgufTokenizer.hasChatTemplate(gguf);
        }

        @Override
        public long bytes() {
            return GgufTokenizer.bytes(gguf);
        }

        @Override
        public TextTokenizer open() {
            return TextTokenizer.open(GgufTokenizer.read(gguf));
        }
    }
}
