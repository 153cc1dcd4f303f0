package dev.passerelle.gateway;

import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.PreparedEmbedding;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.Timing;
import java.util.List;
import java.util.stream.IntStream;

/// An embedding model whose vectors tell which input they belong to.
public final class FakeEmbedder implements Embedder {

    @Override
    public int dimensions() {
        return 3;
    }

    @Override
    public PreparedEmbedding prepare(List<Input> inputs, Tenant tenant) {
        return new PreparedEmbedding() {
            @Override
            public int promptTokens() {
                return 4 * inputs.size();
            }

            @Override
            public Embeddings embed() {
                return new Embeddings(vectors(inputs), promptTokens());
            }

            @Override
            public Timing timing() {
                return Timing.NONE;
            }
        };
    }

    private static List<float[]> vectors(List<Input> inputs) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> new float[] {i, 0.5f, size(inputs.get(i))})
                .toList();
    }

    @Override
    public int contextLength() {
        return 512;
    }

    @Override
    public void close() {}

    private static int size(Input input) {
        return switch (input) {
            case Input.Text(var text) -> text.value().length();
            case Input.Tokens(int[] ids) -> ids.length;
        };
    }
}
