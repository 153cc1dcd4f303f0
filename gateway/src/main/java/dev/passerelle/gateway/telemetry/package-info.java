/// Traces and the access log.
@NullMarked
package dev.passerelle.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
