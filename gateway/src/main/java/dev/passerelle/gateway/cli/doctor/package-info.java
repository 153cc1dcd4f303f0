/// What `doctor` finds out about the machine, and what it makes of it.
@NullMarked
package dev.passerelle.gateway.cli.doctor;

import org.jspecify.annotations.NullMarked;
