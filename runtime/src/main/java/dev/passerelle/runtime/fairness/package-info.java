/// Sharing out what only some requests can have at once: among projects by tokens served and their
/// weights, among the keys of a project evenly.
@NullMarked
package dev.passerelle.runtime.fairness;

import org.jspecify.annotations.NullMarked;
