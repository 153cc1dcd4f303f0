package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.adapter.Adapter;
import dev.passerelle.runtime.importer.family.DecoderModel;
import dev.passerelle.runtime.importer.family.GgufDecoder;
import dev.passerelle.runtime.importer.family.HuggingFaceDecoder;
import dev.passerelle.runtime.importer.family.LinearModule;
import dev.passerelle.runtime.importer.gguf.GgufEndTokens;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufParts;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import dev.passerelle.runtime.importer.safetensors.SafetensorsCheckpoint;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

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
            return read(
                    files,
                    file,
                    tensors -> GgufDecoder.read(file, tensors),
                    LinearModule::ofGguf,
                    configured.isEmpty() ? GgufEndTokens.of(file.metadata()) : configured);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Checkpoint openSafetensors(CheckpointFiles files) {
        SafetensorsCheckpoint stored = SafetensorsCheckpoint.open(files.weights());
        try {
            JsonNode config = CheckpointJson.read(files.config());
            return read(
                    files,
                    stored,
                    tensors -> HuggingFaceDecoder.read(files.config(), config, tensors),
                    model -> LinearModule.ofSafetensors(model, stored),
                    EndTokens.configured(files));
        } catch (RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /// With an adapter, what it changes is known only once the model is.
    private static Checkpoint read(
            CheckpointFiles files,
            TensorSource stored,
            Function<TensorSource, DecoderModel> decoder,
            Function<DecoderModel, Map<String, LinearModule>> modules,
            List<Integer> eosTokens) {
        DecoderModel model = decoder.apply(stored);
        if (files.adapter() == null) {
            return new Checkpoint(stored, model, eosTokens);
        }
        Adapter adapter = Adapter.open(files.adapter());
        try {
            TensorSource adapted = adapter.adapted(stored, modules.apply(model));
            return new Checkpoint(adapted, decoder.apply(adapted), eosTokens);
        } catch (RuntimeException e) {
            adapter.close();
            throw e;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
