package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A decoder's tensors by role, their shapes checked against the hyperparameters. Fused ones appear
/// as their parts.
public final class ModelWeights {

    private final TensorNames names;
    private final DecoderConfig config;
    private final boolean tied;
    private final Map<Place, StoredTensor> placed = new LinkedHashMap<>();
    private final Map<String, StoredTensor> used = new LinkedHashMap<>();

    private record Place(TensorRole role, int layer, int expert) {}

    /// @param biases roles of the biases that it has
    /// @throws CheckpointException if the checkpoint lacks tensors or has some that the family
    ///   doesn't know, which a graph without them would silently ignore
    ModelWeights(
            TensorSource source,
            TensorNames names,
            DecoderConfig config,
            Set<TensorRole> biases,
            boolean tied) {
        this.names = names;
        this.config = config;
        this.tied = tied;
        TensorParts parts = new TensorParts(source, names, config, used);
        place(parts, TensorRole.EMBEDDING, 0);
        for (int layer = 0; layer < config.layers(); layer++) {
            placeLayer(parts, layer, biases);
        }
        place(parts, TensorRole.FINAL_NORM, 0);
        if (!tied) {
            place(parts, TensorRole.HEAD, 0);
        }
        checkAllUsed(source);
    }

    private void placeLayer(TensorParts parts, int layer, Set<TensorRole> biases) {
        for (TensorRole norm : TensorRole.LAYER_NORMS) {
            if (names.has(norm)) {
                place(parts, norm, layer);
            }
        }
        for (TensorRole role :
                List.of(
                        TensorRole.QUERY,
                        TensorRole.KEY,
                        TensorRole.VALUE,
                        TensorRole.ATTENTION_OUTPUT)) {
            place(parts, role, layer);
        }
        Optional<Experts> experts = config.experts(layer);
        if (experts.isPresent()) {
            place(parts, TensorRole.ROUTER, layer);
            for (int expert = 0; expert < experts.get().count(); expert++) {
                placeExpert(parts, layer, expert);
            }
        } else {
            place(parts, TensorRole.GATE, layer);
            place(parts, TensorRole.UP, layer);
            place(parts, TensorRole.DOWN, layer);
        }
        for (TensorRole bias : biases) {
            if (experts.isEmpty() || !TensorRole.MLP_BIASES.contains(bias)) {
                place(parts, bias, layer);
            }
        }
    }

    private void place(TensorParts parts, TensorRole role, int layer) {
        placed.put(new Place(role, layer, 0), parts.find(role, layer, 0));
    }

    private void placeExpert(TensorParts parts, int layer, int expert) {
        for (TensorRole role :
                List.of(TensorRole.EXPERT_GATE, TensorRole.EXPERT_UP, TensorRole.EXPERT_DOWN)) {
            placed.put(new Place(role, layer, expert), parts.find(role, layer, expert));
        }
    }

    private void checkAllUsed(TensorSource source) {
        for (String name : source.names()) {
            // some checkpoints store a tied table twice
            boolean copy = tied && name.equals(names.name(TensorRole.HEAD, 0));
            if (!used.containsKey(name) && !copy && !names.mayIgnore(name)) {
                throw CheckpointException.tensor(
                        source.origin(),
                        name,
                        "is not part of this architecture with %d layers"
                                .formatted(config.layers()));
            }
        }
    }

    /// Whether the output projection is the embedding table.
    public boolean tied() {
        return tied;
    }

    /// What is to be added to the stored weights of norms.
    public float normShift() {
        return names.normShift();
    }

    /// Every stored tensor that is used, once.
    public List<StoredTensor> all() {
        return List.copyOf(used.values());
    }

    /// A tensor outside the layers.
    public StoredTensor get(TensorRole role) {
        return get(role, 0);
    }

    /// A layer's tensor.
    public StoredTensor get(TensorRole role, int layer) {
        return expert(role, layer, 0);
    }

    /// A layer's tensor, if the family has it.
    public Optional<StoredTensor> find(TensorRole role, int layer) {
        return Optional.ofNullable(placed.get(new Place(role, layer, 0)));
    }

    /// A tensor of one of a layer's experts.
    public StoredTensor expert(TensorRole role, int layer, int expert) {
        StoredTensor tensor = placed.get(new Place(role, layer, expert));
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "layer %d has no %s of expert %d".formatted(layer, role, expert));
        }
        return tensor;
    }
}
