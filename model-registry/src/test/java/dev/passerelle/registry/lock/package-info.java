@NullMarked
package dev.passerelle.registry.lock;

import org.jspecify.annotations.NullMarked;
