@NullMarked
package dev.passerelle.gateway.cli;

import org.jspecify.annotations.NullMarked;
