package dev.passerelle.gateway.config;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;

/// One entry of `models`.
///
/// @param id the name clients use
public record ModelConfig(String id, ModelSource source, EngineOptions engine) {}
