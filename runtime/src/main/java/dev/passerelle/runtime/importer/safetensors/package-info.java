/// Reads safetensors checkpoints, single files and sharded ones.
@NullMarked
package dev.passerelle.runtime.importer.safetensors;

import org.jspecify.annotations.NullMarked;
