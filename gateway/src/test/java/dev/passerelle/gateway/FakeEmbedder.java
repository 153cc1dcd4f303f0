package dev.passerelle.gateway;

import dev.passerelle.runtime.Embedder;
import java.util.List;
import java.util.stream.IntStream;

/// An embedding model whose vectors tell which input they belong to.
public final class FakeEmbedder implements Embedder {

    @Override
    public int dimensions() {
        return 3;
    }

    @Override
    public Embeddings embed(List<Input> inputs) {
        List<float[]> vectors =
                IntStream.range(0, inputs.size())
                        .mapToObj(i -> new float[] {i, 0.5f, size(inputs.get(i))})
                        .toList();
        return new Embeddings(vectors, 4 * inputs.size());
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
