@NullMarked
package dev.passerelle.gateway.backend;

import org.jspecify.annotations.NullMarked;
