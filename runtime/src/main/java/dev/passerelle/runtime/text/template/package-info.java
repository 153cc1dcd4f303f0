/// Chat templates in Jinjava, with the values and the grammar of expressions that Python's Jinja2
/// has.
@NullMarked
package dev.passerelle.runtime.text.template;

import org.jspecify.annotations.NullMarked;
