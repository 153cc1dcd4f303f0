/// Deployments elsewhere: servers that speak OpenAI's API over HTTP.
@NullMarked
package dev.passerelle.gateway.upstream;

import org.jspecify.annotations.NullMarked;
