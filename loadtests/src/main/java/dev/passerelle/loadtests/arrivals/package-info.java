/// When requests begin: schedules of an open loop, made before anything is sent, and traces.
@NullMarked
package dev.passerelle.loadtests.arrivals;

import org.jspecify.annotations.NullMarked;
