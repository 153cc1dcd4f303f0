package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A decoder's tensors by role, their shapes checked against the hyperparameters.
public final class ModelWeights {

    private final TensorSource source;
    private final TensorNames names;
    private final DecoderConfig config;
    private final boolean tied;

    /// @throws CheckpointException if the checkpoint lacks tensors or has some that the family
    ///   doesn't know, which a graph without them would silently ignore
    ModelWeights(TensorSource source, TensorNames names, DecoderConfig config, boolean tied) {
        this.source = source;
        this.names = names;
        this.config = config;
        this.tied = tied;
        checkNamesKnown();
        var _ = all();
    }

    /// Tied exactly when the checkpoint has no separate head.
    ModelWeights(TensorSource source, TensorNames names, DecoderConfig config) {
        this(source, names, config, source.tensor(names.name(TensorRole.HEAD, 0)).isEmpty());
    }

    private void checkNamesKnown() {
        Set<String> known = new HashSet<>();
        for (TensorRole role : names.patterns().keySet()) {
            for (int layer = 0; layer < config.layers(); layer++) {
                known.add(names.name(role, layer));
            }
        }
        for (String name : source.names()) {
            if (!known.contains(name) && !names.mayIgnore(name)) {
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

    /// Every tensor that is used, once.
    public List<StoredTensor> all() {
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (TensorRole role : names.patterns().keySet()) {
                if (!(tied && role == TensorRole.HEAD)) {
                    all.putIfAbsent(names.name(role, layer), get(role, layer));
                }
            }
        }
        return List.copyOf(all.values());
    }

    /// A tensor outside the layers.
    ///
    /// @throws CheckpointException if it is missing or of another shape than the configuration says
    public StoredTensor get(TensorRole role) {
        return get(role, 0);
    }

    /// A layer's tensor.
    ///
    /// @throws CheckpointException if it is missing or of another shape than the configuration says
    public StoredTensor get(TensorRole role, int layer) {
        String name = names.name(role, layer);
        return source.tensor(name)
                .orElseThrow(() -> CheckpointException.tensor(source.origin(), name, "is missing"))
                .requireShape(shape(role));
    }

    private List<Long> shape(TensorRole role) {
        long hidden = config.hidden();
        long attention = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        return switch (role) {
            case EMBEDDING, HEAD -> List.of((long) config.vocabulary(), hidden);
            case ATTENTION_NORM, MLP_NORM, FINAL_NORM -> List.of(hidden);
            case QUERY -> List.of(attention, hidden);
            case KEY, VALUE -> List.of(keys, hidden);
            case ATTENTION_OUTPUT -> List.of(hidden, attention);
            case GATE, UP -> List.of((long) config.intermediate(), hidden);
            case DOWN -> List.of(hidden, (long) config.intermediate());
        };
    }
}
