package dev.passerelle.gateway.config;

import java.util.List;

/// The whole configuration, checked.
///
/// @param models what is served; ids are unique
public record GatewayConfig(ServerConfig server, List<ModelConfig> models) {

    public GatewayConfig {
        models = List.copyOf(models);
    }
}
