@NullMarked
package dev.passerelle.gateway.usage;

import org.jspecify.annotations.NullMarked;
