package dev.passerelle.runtime.importer.family;

/// A decoder as a checkpoint holds it, whatever its format.
public record DecoderModel(Family family, DecoderConfig config, ModelWeights weights) {}
