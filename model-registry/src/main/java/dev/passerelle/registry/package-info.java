/// Where models come from: sources as configuration names them, and verified snapshots on disk.
@NullMarked
package dev.passerelle.registry;

import org.jspecify.annotations.NullMarked;
