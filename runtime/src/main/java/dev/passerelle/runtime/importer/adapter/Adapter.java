package dev.passerelle.runtime.importer.adapter;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.family.LinearModule;
import dev.passerelle.runtime.importer.family.TextNames;
import dev.passerelle.runtime.importer.safetensors.SafetensorsCheckpoint;
import dev.passerelle.runtime.importer.weights.LowRankUpdate;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An open LoRA adapter: `adapter_config.json` and `adapter_model.safetensors` of a directory, in
/// which each adapted module has `….lora_A.weight` `[rank, in]` and `….lora_B.weight` `[out,
/// rank]`.
public final class Adapter implements AutoCloseable {

    private static final String WEIGHTS = "adapter_model.safetensors";

    private static final Pattern NAME =
            Pattern.compile("base_model\\.model\\.(.+)\\.lora_([AB])\\.weight");

    private final AdapterConfig config;
    private final SafetensorsCheckpoint tensors;
    private final Map<String, StoredTensor> down = new LinkedHashMap<>();
    private final Map<String, StoredTensor> up = new LinkedHashMap<>();

    private Adapter(AdapterConfig config, SafetensorsCheckpoint tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /// The files whose content decides what is merged.
    ///
    /// @throws CheckpointException if there is no adapter in that directory
    public static List<Path> files(Path directory) {
        for (String name : List.of(AdapterConfig.NAME, WEIGHTS)) {
            if (!Files.isRegularFile(directory.resolve(name))) {
                throw new CheckpointException(
                        directory,
                        "lacks %s; a LoRA adapter is a directory with %s and %s, as PEFT saves it"
                                .formatted(name, AdapterConfig.NAME, WEIGHTS));
            }
        }
        return List.of(directory.resolve(AdapterConfig.NAME), directory.resolve(WEIGHTS));
    }

    /// Whether a directory holds an adapter.
    public static boolean isAt(Path directory) {
        return Files.isRegularFile(directory.resolve(AdapterConfig.NAME));
    }

    /// @throws CheckpointException if it is incomplete, damaged or more than low-rank products
    public static Adapter open(Path directory) {
        files(directory);
        Adapter adapter =
                new Adapter(
                        AdapterConfig.read(directory),
                        SafetensorsCheckpoint.open(directory.resolve(WEIGHTS)));
        try {
            adapter.tensors.tensors().forEach(adapter::sort);
            adapter.checkPairs();
            return adapter;
        } catch (RuntimeException e) {
            adapter.close();
            throw e;
        }
    }

    private void sort(String name, StoredTensor tensor) {
        Matcher match = NAME.matcher(name);
        if (!match.matches()) {
            throw CheckpointException.tensor(
                    tensor.file(),
                    name,
                    "is not of the form base_model.model.MODULE.lora_A.weight or lora_B; only those are supported");
        }
        String module = TextNames.plain(match.group(1));
        if (tensor.shape().size() != 2) {
            throw CheckpointException.tensor(
                    tensor.file(),
                    name,
                    "has shape %s, not two dimensions".formatted(tensor.shape()));
        }
        (match.group(2).equals("A") ? down : up).put(module, tensor);
    }

    private void checkPairs() {
        if (down.isEmpty() && up.isEmpty()) {
            throw new CheckpointException(tensors.origin(), "has no tensors");
        }
        down.forEach((module, tensor) -> checkPair(tensor, up.containsKey(module), "lora_B"));
        up.forEach((module, tensor) -> checkPair(tensor, down.containsKey(module), "lora_A"));
    }

    private static void checkPair(StoredTensor tensor, boolean paired, String other) {
        if (!paired) {
            throw CheckpointException.tensor(
                    tensor.file(), tensor.name(), "has no %s beside it".formatted(other));
        }
    }

    /// What it says it was trained on.
    public Optional<String> baseModel() {
        return config.baseModel();
    }

    /// A checkpoint's tensors of which those that this adapts carry what is to be added. Closing
    /// them closes both.
    ///
    /// @param modules the linear layers of the checkpoint, by transformers' names
    /// @throws CheckpointException if a tensor finds no place or doesn't fit it
    public TensorSource adapted(TensorSource base, Map<String, LinearModule> modules) {
        Map<String, StoredTensor> all = new LinkedHashMap<>(base.tensors());
        down.forEach((module, a) -> {
            LinearModule place = modules.get(module);
            StoredTensor stored = place == null ? null : all.get(place.tensor());
            if (place == null || stored == null) {
                throw CheckpointException.tensor(
                        a.file(),
                        a.name(),
                        "adapts '%s', which is no linear layer of %s that an adapter can change"
                                .formatted(
                                        CheckpointException.printable(module),
                                        base.origin().getFileName()));
            }
            all.put(place.tensor(), stored.updated(update(module, a, place)));
        });
        return new AdaptedTensors(base, this, all);
    }

    private LowRankUpdate update(String module, StoredTensor a, LinearModule place) {
        long rank = config.rank(module);
        if (a.shape().getFirst() != rank) {
            throw CheckpointException.tensor(
                    a.file(),
                    a.name(),
                    "has rank %d but %s says %d"
                            .formatted(a.shape().getFirst(), AdapterConfig.NAME, rank));
        }
        StoredTensor b = up.get(module);
        if (b == null) {
            throw new IllegalStateException(module + " was checked to have both");
        }
        return new LowRankUpdate(a, b, config.scale(module), place.headDim(), 0);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
