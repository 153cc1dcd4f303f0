/// Models served elsewhere, by servers that speak OpenAI's API.
@NullMarked
package dev.passerelle.gateway.upstream;

import org.jspecify.annotations.NullMarked;
