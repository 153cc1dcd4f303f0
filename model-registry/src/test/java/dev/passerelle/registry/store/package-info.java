@NullMarked
package dev.passerelle.registry.store;

import org.jspecify.annotations.NullMarked;
