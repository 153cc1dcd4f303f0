/// Tests of the usage ledger.
@NullMarked
package dev.passerelle.gateway.usage;

import org.jspecify.annotations.NullMarked;
