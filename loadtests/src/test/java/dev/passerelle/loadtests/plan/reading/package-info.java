@NullMarked
package dev.passerelle.loadtests.plan.reading;

import org.jspecify.annotations.NullMarked;
