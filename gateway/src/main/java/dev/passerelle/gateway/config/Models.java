package dev.passerelle.gateway.config;

import java.util.List;

/// What is made of `models`.
///
/// @param local those that run here
/// @param routes every one
record Models(List<ModelConfig> local, List<ModelRoute> routes) {

    Models {
        local = List.copyOf(local);
        routes = List.copyOf(routes);
    }
}
