/// Tests of the journal.
@NullMarked
package dev.passerelle.gateway.usage.journal;

import org.jspecify.annotations.NullMarked;
