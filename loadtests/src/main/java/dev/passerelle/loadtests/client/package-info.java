/// One request to an OpenAI-compatible endpoint, from its intended start to the last byte, with the
/// moments between.
@NullMarked
package dev.passerelle.loadtests.client;

import org.jspecify.annotations.NullMarked;
