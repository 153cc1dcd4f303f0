/// The load generator: sends what the schedule says when it says it, and watches itself.
@NullMarked
package dev.passerelle.loadtests.run;

import org.jspecify.annotations.NullMarked;
