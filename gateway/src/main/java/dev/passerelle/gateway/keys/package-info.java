/// API keys and tokens: made, kept as hashes, checked.
@NullMarked
package dev.passerelle.gateway.keys;

import org.jspecify.annotations.NullMarked;
