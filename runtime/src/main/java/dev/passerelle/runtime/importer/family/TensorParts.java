package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds tensors of one role each, as the checkpoint has them or as rows of a fused one.
final class TensorParts {

    private final TensorSource source;
    private final TensorNames names;
    private final DecoderConfig config;
    private final Map<String, StoredTensor> used;

    /// @param used takes the stored tensors that were found, by name
    TensorParts(
            TensorSource source,
            TensorNames names,
            DecoderConfig config,
            Map<String, StoredTensor> used) {
        this.source = source;
        this.names = names;
        this.config = config;
        this.used = used;
    }

    /// @throws CheckpointException if it is missing or of another shape than the configuration says
    StoredTensor find(TensorRole role, int layer, int expert) {
        return whole(role, layer, expert)
                .map(tensor -> shaped(tensor, role))
                .or(() -> part(role, layer, expert))
                .orElseThrow(() ->
                        CheckpointException.tensor(
                                source.origin(), missing(role, layer, expert), "is missing"));
    }

    private String missing(TensorRole role, int layer, int expert) {
        TensorRole named =
                names.has(role)
                        ? role
                        : switch (role) {
                            case QUERY, KEY, VALUE -> TensorRole.QUERY_KEY_VALUE;
                            case GATE, UP -> TensorRole.GATE_UP;
                            default -> role;
                        };
        return names.has(named) ? names.name(named, layer, expert) : named.toString();
    }

    private Optional<StoredTensor> whole(TensorRole role, int layer, int expert) {
        if (!names.has(role)) {
            return Optional.empty();
        }
        String name = names.name(role, layer, expert);
        Optional<StoredTensor> found = source.tensor(name);
        found.ifPresent(tensor -> used.put(name, tensor));
        return found;
    }

    private Optional<StoredTensor> part(TensorRole role, int layer, int expert) {
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        long wide = config.intermediate();
        return switch (role) {
            case QUERY -> qkv(layer, 0, queries);
            case KEY -> qkv(layer, queries, keys);
            case VALUE -> qkv(layer, queries + keys, keys);
            case GATE -> gateUp(layer, 0, wide);
            case UP -> gateUp(layer, wide, wide);
            case EXPERT_GATE ->
                    stacked(TensorRole.EXPERTS_GATE, layer, expert, 0, 1)
                            .or(() -> stacked(TensorRole.EXPERTS_GATE_UP, layer, expert, 0, 2));
            case EXPERT_UP ->
                    stacked(TensorRole.EXPERTS_UP, layer, expert, 0, 1)
                            .or(() -> stacked(TensorRole.EXPERTS_GATE_UP, layer, expert, 1, 2));
            case EXPERT_DOWN -> stacked(TensorRole.EXPERTS_DOWN, layer, expert, 0, 1);
            default -> Optional.empty();
        };
    }

    private Optional<StoredTensor> qkv(int layer, long from, long rows) {
        long all = (config.heads() + 2L * config.kvHeads()) * config.headDim();
        return whole(TensorRole.QUERY_KEY_VALUE, layer, 0)
                .map(tensor -> tensor.requireShape(List.of(all, (long) config.hidden())))
                .map(tensor -> tensor.rows(from, rows));
    }

    private Optional<StoredTensor> gateUp(int layer, long from, long rows) {
        long all = 2L * config.intermediate();
        return whole(TensorRole.GATE_UP, layer, 0)
                .map(tensor -> tensor.requireShape(List.of(all, (long) config.hidden())))
                .map(tensor -> tensor.rows(from, rows));
    }

    /// One of `parts` equal runs of rows of an expert's share.
    private Optional<StoredTensor> stacked(
            TensorRole role, int layer, int expert, int part, int parts) {
        Experts experts = config.experts().orElseThrow();
        boolean down = role == TensorRole.EXPERTS_DOWN;
        long rows = down ? config.hidden() : experts.intermediate();
        long columns = down ? experts.intermediate() : config.hidden();
        return whole(role, layer, 0)
                .map(tensor ->
                        tensor.requireShape(List.of((long) experts.count(), parts * rows, columns)))
                .map(tensor -> tensor.rows(((long) expert * parts + part) * rows, rows));
    }

    private StoredTensor shaped(StoredTensor tensor, TensorRole role) {
        long hidden = config.hidden();
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        long wide = config.intermediate();
        return switch (role) {
            case EMBEDDING, HEAD ->
                    tensor.requireShape(List.of((long) config.vocabulary(), hidden));
            case QUERY -> tensor.requireShape(List.of(queries, hidden));
            case KEY, VALUE -> tensor.requireShape(List.of(keys, hidden));
            case ATTENTION_OUTPUT -> tensor.requireShape(List.of(hidden, queries));
            case QUERY_BIAS -> tensor.requireShape(List.of(queries));
            case KEY_BIAS, VALUE_BIAS -> tensor.requireShape(List.of(keys));
            case QUERY_NORM -> headsOrHead(tensor, queries);
            case KEY_NORM -> headsOrHead(tensor, keys);
            case GATE, UP -> tensor.requireShape(List.of(wide, hidden));
            case DOWN -> tensor.requireShape(List.of(hidden, wide));
            case GATE_BIAS, UP_BIAS -> tensor.requireShape(List.of(wide));
            case ROUTER -> tensor.requireShape(List.of((long) experts().count(), hidden));
            case EXPERT_GATE, EXPERT_UP -> tensor.requireShape(List.of(expertWidth(), hidden));
            case EXPERT_DOWN -> tensor.requireShape(List.of(hidden, expertWidth()));
            default -> tensor.requireShape(List.of(hidden));
        };
    }

    private Experts experts() {
        return config.experts().orElseThrow();
    }

    private long expertWidth() {
        return experts().intermediate();
    }

    private StoredTensor headsOrHead(StoredTensor tensor, long all) {
        return tensor.shape().equals(List.of((long) config.headDim()))
                ? tensor
                : tensor.requireShape(List.of(all));
    }
}
