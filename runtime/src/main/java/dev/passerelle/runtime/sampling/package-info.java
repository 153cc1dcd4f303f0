/// From logits to the next token.
@NullMarked
package dev.passerelle.runtime.sampling;

import org.jspecify.annotations.NullMarked;
