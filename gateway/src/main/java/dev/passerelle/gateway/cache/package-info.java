/// Answers that are given again.
@NullMarked
package dev.passerelle.gateway.cache;

import org.jspecify.annotations.NullMarked;
