/// Makes the files of a hub's repository a complete, verified snapshot: which files, and in what
/// order.
@NullMarked
package dev.passerelle.registry.sync;

import org.jspecify.annotations.NullMarked;
