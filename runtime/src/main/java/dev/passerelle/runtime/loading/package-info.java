/// From a model directory to a model that works.
@NullMarked
package dev.passerelle.runtime.loading;

import org.jspecify.annotations.NullMarked;
