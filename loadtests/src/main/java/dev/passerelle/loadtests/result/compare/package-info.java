/// Two results side by side, and whether one is worse than chance explains.
@NullMarked
package dev.passerelle.loadtests.result.compare;

import org.jspecify.annotations.NullMarked;
