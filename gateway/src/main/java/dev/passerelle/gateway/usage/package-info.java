/// What was used: a record of every request, journalled, kept and reported.
@NullMarked
package dev.passerelle.gateway.usage;

import org.jspecify.annotations.NullMarked;
