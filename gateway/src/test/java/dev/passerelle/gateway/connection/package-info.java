@NullMarked
package dev.passerelle.gateway.connection;

import org.jspecify.annotations.NullMarked;
