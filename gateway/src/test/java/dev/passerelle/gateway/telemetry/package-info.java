@NullMarked
package dev.passerelle.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
