/// Limits that several gateways share: counted in one Redis, by scripts that take all or nothing.
@NullMarked
package dev.passerelle.gateway.admission.redis;

import org.jspecify.annotations.NullMarked;
