package dev.passerelle.registry.lock;

import dev.passerelle.registry.ModelSource;
import java.util.Map;

/// A model as configuration declares it, as far as a lockfile cares.
///
/// @param settings what else decides on the graph that runs, by name
public record Declaration(String id, ModelSource source, Map<String, String> settings) {
    public Declaration {
        settings = Map.copyOf(settings);
    }
}
