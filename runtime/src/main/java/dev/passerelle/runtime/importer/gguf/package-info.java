/// Reads GGUF files.
@NullMarked
package dev.passerelle.runtime.importer.gguf;

import org.jspecify.annotations.NullMarked;
