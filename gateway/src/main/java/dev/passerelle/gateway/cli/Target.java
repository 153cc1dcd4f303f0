package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSource;
import org.jspecify.annotations.Nullable;

/// A model a command is to deal with.
///
/// @param id of a configured one; absent for a source that was named on the command line
record Target(@Nullable String id, ModelSource source) {

    static Target of(ModelConfig model) {
        return new Target(model.id(), model.source());
    }

    /// What messages call it.
    String name() {
        return id == null ? source.toString() : id;
    }
}
