@NullMarked
package dev.passerelle.loadtests.cli;

import org.jspecify.annotations.NullMarked;
