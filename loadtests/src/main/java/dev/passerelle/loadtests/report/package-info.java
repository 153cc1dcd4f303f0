/// One HTML file with charts, readable without a network.
@NullMarked
package dev.passerelle.loadtests.report;

import org.jspecify.annotations.NullMarked;
