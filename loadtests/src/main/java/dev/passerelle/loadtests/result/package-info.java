/// The outcome of a load test as a versioned JSON file, and what compares two of them.
@NullMarked
package dev.passerelle.loadtests.result;

import org.jspecify.annotations.NullMarked;
