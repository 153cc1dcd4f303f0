/// Answers given again to questions that mean the same.
@NullMarked
package dev.passerelle.gateway.cache.semantic;

import org.jspecify.annotations.NullMarked;
