package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.GgufDecoder;
import dev.passerelle.runtime.importer.family.HuggingFaceDecoder;
import dev.passerelle.runtime.importer.gguf.GgufEndTokens;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufParts;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import dev.passerelle.runtime.importer.safetensors.SafetensorsCheckpoint;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.List;

/// An open checkpoint and what it says of itself.
///
/// @param eosTokens tokens that end a text
record Checkpoint(TensorSource source, DecoderModel model, List<Integer> eosTokens)
        implements AutoCloseable {

    /// @throws CheckpointException if it can't be imported
    static Checkpoint open(CheckpointFiles files) {
        return switch (files.format()) {
            case GGUF -> openGguf(files);
            case SAFETENSORS -> openSafetensors(files);
        };
    }

    private static Checkpoint openGguf(CheckpointFiles files) {
        GgufFile file = GgufFile.open(GgufParts.of(files.weights()));
        try {
            List<Integer> configured = EndTokens.configured(files);
            return new Checkpoint(
                    file,
                    GgufDecoder.read(file),
                    configured.isEmpty() ? GgufEndTokens.of(file.metadata()) : configured);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Checkpoint openSafetensors(CheckpointFiles files) {
        SafetensorsCheckpoint tensors = SafetensorsCheckpoint.open(files.weights());
        try {
            DecoderModel model =
                    HuggingFaceDecoder.read(
                            files.config(), CheckpointJson.read(files.config()), tensors);
            return new Checkpoint(tensors, model, EndTokens.configured(files));
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
