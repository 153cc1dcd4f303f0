/// Keeps finished imports on disk, by content.
@NullMarked
package dev.passerelle.runtime.importer.cache;

import org.jspecify.annotations.NullMarked;
