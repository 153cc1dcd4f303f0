/// The live view while a load test runs, and its summary.
@NullMarked
package dev.passerelle.loadtests.terminal;

import org.jspecify.annotations.NullMarked;
