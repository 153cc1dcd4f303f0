/// Writes ONNX decoder graphs with external data.
@NullMarked
package dev.passerelle.runtime.importer.graph;

import org.jspecify.annotations.NullMarked;
