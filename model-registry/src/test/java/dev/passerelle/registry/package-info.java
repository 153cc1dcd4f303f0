@NullMarked
package dev.passerelle.registry;

import org.jspecify.annotations.NullMarked;
