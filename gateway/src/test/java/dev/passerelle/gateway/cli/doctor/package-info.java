@NullMarked
package dev.passerelle.gateway.cli.doctor;

import org.jspecify.annotations.NullMarked;
