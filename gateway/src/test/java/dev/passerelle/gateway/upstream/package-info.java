@NullMarked
package dev.passerelle.gateway.upstream;

import org.jspecify.annotations.NullMarked;
