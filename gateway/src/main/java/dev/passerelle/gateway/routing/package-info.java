/// Which deployment of a model answers a call, and what happens when it can't.
@NullMarked
package dev.passerelle.gateway.routing;

import org.jspecify.annotations.NullMarked;
