/// Tests of the catalogue's parts.
@NullMarked
package dev.passerelle.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
