package dev.passerelle.runtime.ort.cuda;

/// A GPU that this process may use.
///
/// @param index as the CUDA runtime counts
/// @param bytes its memory
/// @param computeCapability e.g. `9.0`
public record Gpu(int index, String name, long bytes, String computeCapability) {}
