package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes models of the LoRA adapters of an entry of `models`.
final class AdaptersCompiler {
    private final Settings settings;
    private final Path directory;

    /// @param directory what relative sources start from
    AdaptersCompiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /// A model for each adapter, named `MODEL:ADAPTER`, otherwise as its base.
    List<ModelConfig> compile(int index, Optional<ModelConfig> base, ModelNames names) {
        String list = "models[" + index + "].adapters";
        List<ModelConfig> models = new ArrayList<>();
        for (int adapter : settings.entries(list)) {
            String entry = list + "[" + adapter + "]";
            String id = required(ModelKeys.ADAPTER_ID, entry, index, adapter);
            ModelSource source = source(entry, index, adapter);
            ModelConfig model =
                    base.orElseThrow(() ->
                                    settings.wrong(
                                            ModelKeys.ADAPTER_ID.at(index, adapter),
                                            "is given, but the model has no source and doesn't run here; adapters are merged into models that do"))
                            .adapted(id, source);
            names.addAdapter(index, adapter, model.id());
            models.add(model);
        }
        return models;
    }

    private ModelSource source(String entry, int index, int adapter) {
        String text = required(ModelKeys.ADAPTER_SOURCE, entry, index, adapter);
        String path = ModelKeys.ADAPTER_SOURCE.at(index, adapter);
        ModelSource source;
        try {
            source = ModelSource.parse(text, directory);
        } catch (ModelSourceException e) {
            throw new ConfigException(
                    "%s: %s: %s".formatted(settings.place(path), path, e.getMessage()), e);
        }
        return switch (source) {
            case ModelSource.Local local -> local;
            case ModelSource.Hub hub when hub.variant() == null -> hub;
            case ModelSource.Hub _, ModelSource.Bundled _ ->
                    throw settings.wrong(
                            path, "is '%s'; use file:PATH or hf:org/name@revision".formatted(text));
        };
    }

    private String required(ConfigKey<String> key, String entry, int index, int adapter) {
        return settings.find(key, index, adapter)
                .orElseThrow(() ->
                        settings.missing(
                                entry,
                                key.at(index, adapter),
                                "an adapter needs an id and a source"));
    }
}
