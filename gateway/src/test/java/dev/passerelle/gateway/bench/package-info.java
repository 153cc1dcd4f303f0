/// Measurements, started by hand.
@NullMarked
package dev.passerelle.gateway.bench;

import org.jspecify.annotations.NullMarked;
