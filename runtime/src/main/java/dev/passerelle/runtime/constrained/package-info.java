/// Text that must have a form: constraints compiled to automata over bytes, and these to masks over
/// a model's vocabulary.
@NullMarked
package dev.passerelle.runtime.constrained;

import org.jspecify.annotations.NullMarked;
