package dev.passerelle.registry.format;

/// A file beside an ONNX graph that holds some of its tensors.
///
/// @param location relative to the graph's directory, with `/` between names
/// @param end the size it must have at least, in bytes
public record ExternalData(String location, long end) {}
