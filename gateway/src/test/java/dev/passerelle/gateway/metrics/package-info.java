@NullMarked
package dev.passerelle.gateway.metrics;

import org.jspecify.annotations.NullMarked;
