/// Model cards: what a model's own README says of it, made safe to show.
@NullMarked
package dev.passerelle.registry.card;

import org.jspecify.annotations.NullMarked;
