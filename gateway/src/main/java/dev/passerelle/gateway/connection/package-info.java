/// Connections that notice a departed client while a handler works.
@NullMarked
package dev.passerelle.gateway.connection;

import org.jspecify.annotations.NullMarked;
