package dev.passerelle.gateway.config;

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

    /// A name for one that was given none: nothing of its address, which callers get to see.
    String fresh() {
        int number = 1;
        while (!names.add("deployment-" + number)) {
            number++;
        }
        return "deployment-" + number;
    }
}
