/// ONNX Runtime sessions and the memory they work on. Everything here belongs to one thread.
@NullMarked
package dev.passerelle.runtime.ort;

import org.jspecify.annotations.NullMarked;
