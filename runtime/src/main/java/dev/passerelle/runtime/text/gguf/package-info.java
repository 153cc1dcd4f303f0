/// Tokenizers and chat templates out of GGUF metadata.
@NullMarked
package dev.passerelle.runtime.text.gguf;

import org.jspecify.annotations.NullMarked;
