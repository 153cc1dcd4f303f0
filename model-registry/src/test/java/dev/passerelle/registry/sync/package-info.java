@NullMarked
package dev.passerelle.registry.sync;

import org.jspecify.annotations.NullMarked;
