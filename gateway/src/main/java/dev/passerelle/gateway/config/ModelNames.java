package dev.passerelle.gateway.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ids and aliases of all models, each given once.
final class ModelNames {
    private final Settings settings;
    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    /// @param settings tell where a name was given
    ModelNames(Settings settings) {
        this.settings = settings;
    }

    void add(int index, String id, List<String> aliases) {
        add(ModelKeys.MODEL_ID.at(index), id, index);
        aliases.forEach(alias -> add(ModelKeys.MODEL_ALIASES.at(index), alias, index));
        ids.put(id, id);
        aliases.forEach(alias -> ids.put(alias, id));
    }

    /// Of an adapter, by its full name.
    void addAdapter(int index, int adapter, String id) {
        add(ModelKeys.ADAPTER_ID.at(index, adapter), id, index);
        ids.put(id, id);
    }

    /// The id of the model that is called so.
    Optional<String> idOf(String name) {
        return Optional.ofNullable(ids.get(name));
    }

    private void add(String path, String name, int index) {
        String earlier = paths.putIfAbsent(name, path);
        if (earlier != null) {
            String place = settings.place(path);
            throw new ConfigException(
                    "%s: %s is '%s', which %s is already; give each model names of its own"
                            .formatted(
                                    place.equals(Settings.DEFAULT)
                                            ? settings.placeOf("models[" + index + "]")
                                            : place,
                                    path,
                                    name,
                                    earlier));
        }
    }
}
