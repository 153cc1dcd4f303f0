/// Decoders that others exported to ONNX, used as they are.
@NullMarked
package dev.passerelle.runtime.importer.export;

import org.jspecify.annotations.NullMarked;
