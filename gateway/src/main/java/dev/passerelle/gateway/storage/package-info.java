/// The database that keys and usage are kept in.
@NullMarked
package dev.passerelle.gateway.storage;

import org.jspecify.annotations.NullMarked;
