@NullMarked
package dev.passerelle.gateway.reload;

import org.jspecify.annotations.NullMarked;
