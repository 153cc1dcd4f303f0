/// What happened to each request, and what follows from all of them.
@NullMarked
package dev.passerelle.loadtests.measure;

import org.jspecify.annotations.NullMarked;
