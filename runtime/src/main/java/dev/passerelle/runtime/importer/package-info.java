/// Turns checkpoints (safetensors, GGUF) into ONNX graphs with external data.
@NullMarked
package dev.passerelle.runtime.importer;

import org.jspecify.annotations.NullMarked;
