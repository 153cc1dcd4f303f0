/// Answers given again, with sources that do what a test says.
@NullMarked
package dev.passerelle.gateway.cache;

import org.jspecify.annotations.NullMarked;
