@NullMarked
package dev.passerelle.registry.format;

import org.jspecify.annotations.NullMarked;
