/// Benchmarks of the generator itself, started by hand.
@NullMarked
package dev.passerelle.loadtests.bench;

import org.jspecify.annotations.NullMarked;
