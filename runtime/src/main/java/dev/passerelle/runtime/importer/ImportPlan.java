package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.family.DecoderConfig;

/// What an import would produce.
///
/// @param weightBytes size of the external data
public record ImportPlan(DecoderConfig config, long weightBytes) {}
