@NullMarked
package dev.passerelle.registry.hub;

import org.jspecify.annotations.NullMarked;
