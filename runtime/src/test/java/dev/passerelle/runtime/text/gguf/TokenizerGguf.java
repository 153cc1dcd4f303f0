package dev.passerelle.runtime.text.gguf;

import dev.passerelle.runtime.importer.gguf.GgufBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes a GGUF file that has a tokenizer and no tensors.
final class TokenizerGguf {

    private final Map<String, Consumer<GgufBytes>> values = new LinkedHashMap<>();

    TokenizerGguf(String model, List<String> tokens) {
        text("tokenizer.ggml.model", model);
        texts("tokenizer.ggml.tokens", tokens);
    }

    TokenizerGguf text(String key, String value) {
        values.put(key, bytes -> bytes.int32(8).text(value));
        return this;
    }

    TokenizerGguf integer(String key, int value) {
        values.put(key, bytes -> bytes.int32(4).int32(value));
        return this;
    }

    TokenizerGguf flag(String key, boolean value) {
        values.put(key, bytes -> bytes.int32(7).raw(new byte[] {(byte) (value ? 1 : 0)}));
        return this;
    }

    TokenizerGguf texts(String key, List<String> list) {
        values.put(
                key,
                bytes -> {
                    bytes.int32(9).int32(8).int64(list.size());
                    list.forEach(bytes::text);
                });
        return this;
    }

    TokenizerGguf types(List<Integer> list) {
        values.put(
                "tokenizer.ggml.token_type",
                bytes -> {
                    bytes.int32(9).int32(5).int64(list.size());
                    list.forEach(bytes::int32);
                });
        return this;
    }

    TokenizerGguf scores(List<Float> list) {
        values.put(
                "tokenizer.ggml.scores",
                bytes -> {
                    bytes.int32(9).int32(6).int64(list.size());
                    list.forEach(score -> bytes.int32(Float.floatToIntBits(score)));
                });
        return this;
    }

    Path write(Path directory) throws IOException {
        GgufBytes bytes = GgufBytes.header(0, values.size());
        values.forEach((key, value) -> value.accept(bytes.text(key)));
        return Files.write(directory.resolve("model.gguf"), bytes.pad(32).bytes());
    }
}
