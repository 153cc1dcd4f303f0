/// Models that run in this process, as deployments.
@NullMarked
package dev.passerelle.gateway.local;

import org.jspecify.annotations.NullMarked;
