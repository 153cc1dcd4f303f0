@NullMarked
package dev.passerelle.loadtests.run;

import org.jspecify.annotations.NullMarked;
