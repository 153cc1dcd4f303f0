package dev.passerelle.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.importer.gguf.GgufBytes;
import dev.passerelle.runtime.text.gguf.GgufTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceGgufTest {

    @TempDir private Path directory;

    /// The embedder's vocabulary as llama.cpp's converter spells it.
    @Test
    void wordPiecesGiveTheIdsOfTokenizerJson() throws IOException {
        Path json = BundledModel.BGE_SMALL.resolve("tokenizer.json");
        TokenizerFile original = TokenizerFile.read(json);
        GgufBytes bytes = GgufBytes.header(0, 5);
        bytes.text("tokenizer.ggml.model").int32(8).text("bert");
        bytes.text("tokenizer.ggml.unknown_token_id").int32(4).int32(100);
        bytes.text("tokenizer.ggml.cls_token_id").int32(4).int32(101);
        bytes.text("tokenizer.ggml.seperator_token_id").int32(4).int32(102);
        bytes.text("tokenizer.ggml.tokens").int32(9).int32(8).int64(original.vocabularySize());
        IntStream.range(0, original.vocabularySize())
                .mapToObj(id -> phantomSpace(original.tokens().getOrDefault(id, "")))
                .forEach(bytes::text);
        Path gguf = Files.write(directory.resolve("bge.gguf"), bytes.pad(32).bytes());
        try (NativeTokenizer own = NativeTokenizer.open(GgufTokenizer.read(gguf));
                NativeTokenizer theirs = NativeTokenizer.open(json)) {
            for (String text :
                    List.of(
                            "Hello, World!",
                            "Äpfel and naïveté",
                            "日本語 🦙",
                            "unbelievably tokenized 12345",
                            "a\tb\n  c")) {
                assertThat(own.encode(text, true)).as(text).isEqualTo(theirs.encode(text, true));
            }
        }
    }

    private static String phantomSpace(String token) {
        if (token.startsWith("[") && token.endsWith("]")) {
            return token;
        }
        return token.startsWith("##") ? token.substring(2) : "▁" + token;
    }
}
