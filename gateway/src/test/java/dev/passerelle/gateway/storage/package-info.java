/// Databases for tests.
@NullMarked
package dev.passerelle.gateway.storage;

import org.jspecify.annotations.NullMarked;
