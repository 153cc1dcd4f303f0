/// Calls of tools and reasoning: how each family of models writes them, and the way from the text
/// that a model generates to events.
@NullMarked
package dev.passerelle.runtime.tools;

import org.jspecify.annotations.NullMarked;
