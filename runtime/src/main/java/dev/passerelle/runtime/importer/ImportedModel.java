package dev.passerelle.runtime.importer;

import java.nio.file.Path;

/// A finished import.
///
/// @param graph the ONNX file; its external data lies beside it
public record ImportedModel(Path graph, DecoderShape shape) {}
