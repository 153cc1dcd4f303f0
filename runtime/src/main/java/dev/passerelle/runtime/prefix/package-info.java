/// Keys and values of tokens that sequences begin with in common, kept while no slot holds them.
@NullMarked
package dev.passerelle.runtime.prefix;

import org.jspecify.annotations.NullMarked;
