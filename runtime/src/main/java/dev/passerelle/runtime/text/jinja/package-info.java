/// The Jinja language as transformers' chat templates use it: parsed once, then rendered over plain
/// values, with Python's meaning of them.
@NullMarked
package dev.passerelle.runtime.text.jinja;

import org.jspecify.annotations.NullMarked;
