@NullMarked
package dev.passerelle.gateway;

import org.jspecify.annotations.NullMarked;
