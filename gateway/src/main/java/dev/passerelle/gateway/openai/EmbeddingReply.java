package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.Embedder.Embeddings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/// The answer of `POST /v1/embeddings`.
public final class EmbeddingReply {
    private EmbeddingReply() {}

    public static byte[] encode(String model, Embeddings embeddings, EmbeddingFormat format) {
        List<float[]> vectors = embeddings.vectors();
        List<Item> data =
                IntStream.range(0, vectors.size())
                        .mapToObj(i -> new Item("embedding", i, encode(vectors.get(i), format)))
                        .toList();
        int tokens = embeddings.promptTokens();
        return Json.bytes(new Answer("list", data, model, new Tokens(tokens, tokens)));
    }

    private static Object encode(float[] vector, EmbeddingFormat format) {
        return switch (format) {
            case FLOAT -> vector;
            case BASE64 -> {
                ByteBuffer bytes =
                        ByteBuffer.allocate(vector.length * Float.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                yield Base64.getEncoder().encodeToString(bytes.array());
            }
        };
    }

    private record Answer(String object, List<Item> data, String model, Tokens usage) {}

    /// @param embedding an array of numbers, or a string
    private record Item(String object, int index, Object embedding) {}

    private record Tokens(int promptTokens, int totalTokens) {}
}
