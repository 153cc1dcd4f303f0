package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.importer.DecoderShape;
import java.nio.file.Path;

/// A decoder that somebody else exported, ready to be loaded.
///
/// @param graph the ONNX file; its external data lies beside it
/// @param shape what the engine must know; the inputs are as the signature says, not as in an
///   import's graph
public record ExportedModel(Path graph, DecoderShape shape, GraphSignature signature) {}
