@NullMarked
package dev.passerelle.gateway.cli.progress;

import org.jspecify.annotations.NullMarked;
