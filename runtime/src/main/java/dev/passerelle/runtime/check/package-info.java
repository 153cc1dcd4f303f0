/// Compares imported models with reference logits.
@NullMarked
package dev.passerelle.runtime.check;

import org.jspecify.annotations.NullMarked;
