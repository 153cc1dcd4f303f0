/// The lockfile: what every model was when an operator agreed to it, and how what is there differs.
@NullMarked
package dev.passerelle.registry.lock;

import org.jspecify.annotations.NullMarked;
