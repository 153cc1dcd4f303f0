/// Tensors as a checkpoint stores them, their decoding and their requantisation.
@NullMarked
package dev.passerelle.runtime.importer.weights;

import org.jspecify.annotations.NullMarked;
