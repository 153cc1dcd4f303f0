/// What may begin: limits and budgets, reserved before the work and settled after it.
@NullMarked
package dev.passerelle.gateway.admission;

import org.jspecify.annotations.NullMarked;
