/// Keys and tokens, as their users see them.
@NullMarked
package dev.passerelle.gateway.keys;

import org.jspecify.annotations.NullMarked;
