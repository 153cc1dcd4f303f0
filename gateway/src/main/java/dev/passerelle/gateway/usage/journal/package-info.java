/// A journal of entries in segment files: what is appended survives the end of the process.
@NullMarked
package dev.passerelle.gateway.usage.journal;

import org.jspecify.annotations.NullMarked;
