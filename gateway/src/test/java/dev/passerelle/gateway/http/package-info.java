@NullMarked
package dev.passerelle.gateway.http;

import org.jspecify.annotations.NullMarked;
