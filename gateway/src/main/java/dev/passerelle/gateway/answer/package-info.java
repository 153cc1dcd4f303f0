/// What every deployment of a model has in common: it is asked, it answers, it fails.
@NullMarked
package dev.passerelle.gateway.answer;

import org.jspecify.annotations.NullMarked;
