@NullMarked
package dev.passerelle.loadtests;

import org.jspecify.annotations.NullMarked;
