package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.Target;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Keeps load from servers of others: only this machine's are taken without a word.
final class Ownership {
    static final String FLAG = "--i-own-this-target";

    private final Resolver resolver;

    Ownership(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Refuses a target that is not on this machine.
    ///
    /// @throws ScenarioException if it is not, or not known
    void check(Target target) {
        check("target.url", target.url());
        URI metrics = target.metrics();
        if (metrics != null) {
            check("target.metrics", metrics);
        }
    }

    private void check(String key, URI address) {
        String host = address.getHost();
        if (!Arrays.stream(addresses(key, host)).allMatch(InetAddress::isLoopbackAddress)) {
            throw new ScenarioException(
                    "%s: %s is not this machine. A load test of a server that is not yours is an attack; if it is yours, or its owner agreed, add %s"
                            .formatted(key, host, FLAG));
        }
    }

    private InetAddress[] addresses(String key, String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException _) {
            throw new ScenarioException(
                    "%s: the host %s is not known; check its name".formatted(key, host));
        }
    }
}
