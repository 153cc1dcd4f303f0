@NullMarked
package dev.passerelle.gateway.tls;

import org.jspecify.annotations.NullMarked;
