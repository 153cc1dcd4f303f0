/// The command line, `passerelle loadtest`.
@NullMarked
package dev.passerelle.loadtests.cli;

import org.jspecify.annotations.NullMarked;
