package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.WeightRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every block of a decoder reads from and adds to.
final class ResidualStream {

    private final OnnxGraph graph;
    private final FloatVectors vectors;
    private final float scale;
    private String value;

    /// @param scale factor of what is added
    ResidualStream(OnnxGraph graph, FloatVectors vectors, float scale, String value) {
        this.graph = graph;
        this.vectors = vectors;
        this.scale = scale;
        this.value = value;
    }

    /// The stream as a block reads it.
    String read(Optional<WeightRows> norm, String name) throws IOException {
        return norm.isEmpty() ? value : vectors.norm(value, norm.get(), name);
    }

    /// Adds a block's output, normed if there is a norm for it, and returns the stream as the next
    /// block reads it.
    String add(
            String update,
            Optional<WeightRows> outputNorm,
            Optional<WeightRows> nextNorm,
            String name)
            throws IOException {
        String normed =
                outputNorm.isEmpty()
                        ? update
                        : vectors.norm(update, outputNorm.get(), update + ".normed");
        String scaled = vectors.times(normed, scale);
        String before = value;
        value = name;
        if (nextNorm.isPresent()) {
            return vectors.addAndNorm(before, scaled, nextNorm.get(), name);
        }
        graph.node("Add", List.of(before, scaled), List.of(name), Map.of());
        return name;
    }

    /// Goes on with the wanted tokens only.
    void keepWanted() {
        value = wanted(value);
    }

    /// The tokens whose logits are asked for.
    String wanted(String tokens) {
        String wanted = tokens + ".wanted";
        graph.node(
                "Gather", List.of(tokens, "logit_positions"), List.of(wanted), Map.of("axis", 1));
        return wanted;
    }
}
