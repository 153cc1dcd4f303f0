/// The catalogue: what is offered, found and filtered, as JSON.
@NullMarked
package dev.passerelle.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
