/// Continuous batching: many sequences decoded together, prompts read in chunks between the steps,
/// slots shared out fairly among tenants.
@NullMarked
package dev.passerelle.runtime.engine;

import org.jspecify.annotations.NullMarked;
