/// HTTP: handlers, server-sent events, errors, calls in flight.
@NullMarked
package dev.passerelle.gateway.http;

import org.jspecify.annotations.NullMarked;
