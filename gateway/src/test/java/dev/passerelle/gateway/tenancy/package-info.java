/// What callers may do.
@NullMarked
package dev.passerelle.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
