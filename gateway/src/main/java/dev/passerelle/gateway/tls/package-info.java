/// The server's certificate and private key, and their renewal.
@NullMarked
package dev.passerelle.gateway.tls;

import org.jspecify.annotations.NullMarked;
