/// Whole gateways before upstreams that fail in every way there is a script for.
@NullMarked
package dev.passerelle.gateway.chaos;

import org.jspecify.annotations.NullMarked;
