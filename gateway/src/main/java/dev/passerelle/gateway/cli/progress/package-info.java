/// Progress of downloads, drawn on a terminal or told line by line.
@NullMarked
package dev.passerelle.gateway.cli.progress;

import org.jspecify.annotations.NullMarked;
