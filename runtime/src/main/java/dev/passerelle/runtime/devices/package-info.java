/// What this build and machine can compute on.
@NullMarked
package dev.passerelle.runtime.devices;

import org.jspecify.annotations.NullMarked;
