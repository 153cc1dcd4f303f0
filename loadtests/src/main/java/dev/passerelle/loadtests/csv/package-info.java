/// Requests of a load test as a table.
@NullMarked
package dev.passerelle.loadtests.csv;

import org.jspecify.annotations.NullMarked;
