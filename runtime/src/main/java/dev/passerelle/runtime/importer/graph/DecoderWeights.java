package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.ModelWeights;
import dev.passerelle.runtime.importer.family.TensorRole;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.util.Optional;

/// A decoder's weights as its graph is to have them: as stored, or for a residual stream that is
/// turned by an orthogonal matrix, which leaves the logits as they are.
///
/// For a turned stream the weights of norms are folded into the matrices that read the norm's
/// output, so that the norm, of length alone, commutes with the turn; those matrices' columns are
/// turned, and the rows of what is added to the stream.
final class DecoderWeights {

    private static final int LEAST_BLOCK = 32;

    private final ModelWeights stored;
    private final Optional<HadamardTurn> turn;

    private DecoderWeights(ModelWeights stored, Optional<HadamardTurn> turn) {
        this.stored = stored;
        this.turn = turn;
    }

    static DecoderWeights asStored(DecoderModel model) {
        return new DecoderWeights(model.weights(), Optional.empty());
    }

    /// @throws CheckpointException if the family does more with its residual stream than norm it
    ///   before each block, or if its size can't be turned
    static DecoderWeights turned(DecoderModel model) {
        checkTurns(model);
        return new DecoderWeights(
                model.weights(), Optional.of(new HadamardTurn(model.config().hidden())));
    }

    private static void checkTurns(DecoderModel model) {
        ModelWeights weights = model.weights();
        if (model.config().experts().isPresent()) {
            throw refused(model, "mixtures of experts are not supported with it");
        }
        if (weights.find(TensorRole.ATTENTION_NORM, 0).isEmpty()
                || weights.find(TensorRole.MLP_NORM, 0).isEmpty()
                || weights.find(TensorRole.ATTENTION_OUTPUT_NORM, 0).isPresent()
                || weights.find(TensorRole.MLP_OUTPUT_NORM, 0).isPresent()) {
            throw refused(model, "its norms behind the blocks don't allow that");
        }
        int hidden = model.config().hidden();
        if (hidden % LEAST_BLOCK != 0) {
            throw refused(
                    model,
                    "its hidden size %d is not a multiple of %d".formatted(hidden, LEAST_BLOCK));
        }
    }

    private static CheckpointException refused(DecoderModel model, String reason) {
        return new CheckpointException(
                model.weights().get(TensorRole.EMBEDDING).file(),
                "precision w8a8 turns the residual stream; %s: %s; use int8 or as-stored"
                        .formatted(model.family().modelType(), reason));
    }

    /// Whether the output projection is the very table of the embeddings.
    boolean tied() {
        return stored.tied() && turn.isEmpty();
    }

    /// A tensor outside the layers; the head of a tied model is its embedding table.
    WeightRows get(TensorRole role) {
        return get(role, 0);
    }

    WeightRows get(TensorRole role, int layer) {
        boolean table = role == TensorRole.HEAD && stored.tied();
        return placed(role, layer, stored.get(table ? TensorRole.EMBEDDING : role, layer));
    }

    /// A layer's tensor, if the family has it.
    Optional<WeightRows> find(TensorRole role, int layer) {
        return stored.find(role, layer).map(tensor -> placed(role, layer, tensor));
    }

    private WeightRows placed(TensorRole role, int layer, StoredTensor tensor) {
        return turn.isEmpty() ? tensor : turned(role, layer, tensor, turn.get());
    }

    private WeightRows turned(TensorRole role, int layer, StoredTensor tensor, HadamardTurn by) {
        return switch (role) {
            case QUERY, KEY, VALUE -> reading(TensorRole.ATTENTION_NORM, layer, tensor, by);
            case GATE, UP -> reading(TensorRole.MLP_NORM, layer, tensor, by);
            case HEAD -> reading(TensorRole.FINAL_NORM, 0, tensor, by);
            case ATTENTION_OUTPUT, DOWN -> new TurnedColumns(tensor, by);
            case EMBEDDING, ATTENTION_OUTPUT_BIAS, DOWN_BIAS ->
                    new TurnedRows(tensor, Optional.empty(), by);
            case ATTENTION_NORM, MLP_NORM, FINAL_NORM -> new Ones(tensor);
            default -> tensor;
        };
    }

    private WeightRows reading(TensorRole norm, int layer, StoredTensor tensor, HadamardTurn by) {
        return new TurnedRows(tensor, Optional.of(stored.get(norm, layer).floats()), by);
    }
}
