@NullMarked
package dev.passerelle.gateway.admission;

import org.jspecify.annotations.NullMarked;
