@NullMarked
package dev.passerelle.gateway.routing;

import org.jspecify.annotations.NullMarked;
