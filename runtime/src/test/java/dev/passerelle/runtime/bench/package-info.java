/// Measurements to run by hand; no tests.
@NullMarked
package dev.passerelle.runtime.bench;

import org.jspecify.annotations.NullMarked;
