/// Tests of model cards.
@NullMarked
package dev.passerelle.registry.card;

import org.jspecify.annotations.NullMarked;
