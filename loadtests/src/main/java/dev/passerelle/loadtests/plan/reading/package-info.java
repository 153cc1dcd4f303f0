/// Reads scenarios: the table of keys and flags, YAML files, and the checks of what they say.
@NullMarked
package dev.passerelle.loadtests.plan.reading;

import org.jspecify.annotations.NullMarked;
