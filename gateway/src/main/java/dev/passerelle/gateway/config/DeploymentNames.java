package dev.passerelle.gateway.config;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The names of one model's deployments, each given once.
final class DeploymentNames {
    static final ValueType<String> NAME =
            new ValueType<>(
                    "a name of up to 128 of A-Z, a-z, 0-9 and `.:_-[]`",
                    text ->
                            Optional.of(text)
                                    .filter(name -> name.matches("[A-Za-z0-9.:_\\[\\]-]{1,128}")));

    private final Set<String> names = new HashSet<>();

    /// Whether nobody had the name.
    boolean add(String name) {
        return names.add(name);
    }

    /// A name for one that was given none, e.g. `host:443`, or `host:443-2` for the second there.
    String of(URI address) {
        String plain = address.getHost() + ":" + port(address);
        String name = plain;
        for (int number = 2; !names.add(name); number++) {
            name = plain + "-" + number;
        }
        return name;
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
