/// What the gateway counts and measures, in Prometheus's terms.
@NullMarked
package dev.passerelle.gateway.metrics;

import org.jspecify.annotations.NullMarked;
