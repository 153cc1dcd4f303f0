/// The command line: `serve`, `models`, `version`, `help`.
@NullMarked
package dev.passerelle.gateway.cli;

import org.jspecify.annotations.NullMarked;
