/// What operators do: keys and usage, over HTTP, over the server's own socket, or on its database.
@NullMarked
package dev.passerelle.gateway.admin;

import org.jspecify.annotations.NullMarked;
