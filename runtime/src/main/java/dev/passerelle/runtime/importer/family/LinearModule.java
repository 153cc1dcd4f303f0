package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.weights.TensorSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A linear layer of a decoder as transformers has it, and the stored tensor that holds its weight.
///
/// @param tensor its name in the checkpoint
/// @param headDim rows of a head whose halves the checkpoint interleaves; 0 where it keeps
///   transformers' order
public record LinearModule(String tensor, int headDim) {

    private static final String WEIGHT = ".weight";

    /// Those of layers; experts and their routers are none of them.
    private static final List<TensorRole> ROLES =
            List.of(
                    TensorRole.QUERY,
                    TensorRole.KEY,
                    TensorRole.VALUE,
                    TensorRole.QUERY_KEY_VALUE,
                    TensorRole.ATTENTION_OUTPUT,
                    TensorRole.GATE,
                    TensorRole.UP,
                    TensorRole.GATE_UP,
                    TensorRole.DOWN);

    /// Of a safetensors checkpoint, by their names without `.weight`.
    public static Map<String, LinearModule> ofSafetensors(DecoderModel model, TensorSource source) {
        Map<String, String> stored = new HashMap<>();
        source.names().forEach(name -> stored.put(TextNames.plain(name), name));
        Map<String, LinearModule> modules = new HashMap<>();
        modules(model, model.family().safetensors(), false)
                .forEach((module, place) -> {
                    String name = stored.get(place.tensor());
                    if (name != null) {
                        modules.put(module, new LinearModule(name, place.headDim()));
                    }
                });
        return modules;
    }

    /// Of a GGUF file, by transformers' names.
    public static Map<String, LinearModule> ofGguf(DecoderModel model) {
        return modules(model, model.family().gguf(), model.family().ggufInterleavedRope());
    }

    private static Map<String, LinearModule> modules(
            DecoderModel model, TensorNames stored, boolean interleaved) {
        TensorNames names = model.family().safetensors();
        Map<String, LinearModule> modules = new HashMap<>();
        for (TensorRole role : ROLES) {
            boolean turned = role == TensorRole.QUERY || role == TensorRole.KEY;
            int headDim = interleaved && turned ? model.config().headDim() : 0;
            for (int layer = 0; layer < model.config().layers(); layer++) {
                if (names.has(role) && stored.has(role)) {
                    modules.put(
                            module(names.name(role, layer)),
                            new LinearModule(stored.name(role, layer), headDim));
                }
            }
        }
        if (!model.weights().tied()) {
            modules.put(
                    module(names.name(TensorRole.HEAD, 0)),
                    new LinearModule(stored.name(TensorRole.HEAD, 0), 0));
        }
        return modules;
    }

    private static String module(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length());
    }
}
