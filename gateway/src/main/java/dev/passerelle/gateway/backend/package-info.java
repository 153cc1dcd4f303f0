/// The models this gateway serves, and whether each is ready.
@NullMarked
package dev.passerelle.gateway.backend;

import org.jspecify.annotations.NullMarked;
