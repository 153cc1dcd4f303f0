/// Random quantities as a scenario writes them, `lognormal(mean=200,sd=80)`, with their exact
/// quantiles.
@NullMarked
package dev.passerelle.loadtests.distribution;

import org.jspecify.annotations.NullMarked;
