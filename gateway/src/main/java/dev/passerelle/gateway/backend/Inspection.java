package dev.passerelle.gateway.backend;

import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;

/// What a snapshot's files say before they are loaded.
///
/// @param snapshot of the model's source
/// @param memory what it takes with these options
record Inspection(
        Snapshot snapshot,
        ModelFiles files,
        ModelFacts facts,
        MemoryEstimate memory,
        EngineOptions engine) {}
