/// Encoder models by DJL on ONNX Runtime: embeddings.
@NullMarked
package dev.passerelle.runtime.tasks;

import org.jspecify.annotations.NullMarked;
