package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which kind of arrivals settings want: the one they name, or those that all their keys belong to.
final class ArrivalChoice {
    private final Settings settings;
    private final Set<ArrivalKind> kinds = EnumSet.allOf(ArrivalKind.class);

    /// @throws ScenarioException if keys of different kinds are given
    ArrivalChoice(Settings settings) {
        this.settings = settings;
        settings.find(ArrivalKeys.KIND).ifPresent(kind -> kinds.retainAll(EnumSet.of(kind)));
        for (Map.Entry<Key<?>, Set<ArrivalKind>> entry : ArrivalKeys.KINDS.entrySet()) {
            if (settings.isGiven(entry.getKey(), 0)) {
                narrow(entry.getKey(), entry.getValue());
            }
        }
    }

    /// The one, or of several the usual.
    ArrivalKind kind() {
        return kinds.iterator().next();
    }

    /// Whether what another wants can be had too.
    boolean allows(ArrivalChoice other) {
        return kinds.contains(other.kind());
    }

    private void narrow(Key<?> key, Set<ArrivalKind> allowed) {
        if (kinds.stream().noneMatch(allowed::contains)) {
            throw new ScenarioException(
                    "%s and %s can't go together: %s is of arrivals %s, %s of %s"
                            .formatted(
                                    settings.nameOf(cause(allowed)),
                                    settings.nameOf(key),
                                    cause(allowed).name(),
                                    names(kinds),
                                    key.name(),
                                    names(allowed)));
        }
        kinds.retainAll(allowed);
    }

    /// The key that leaves out these kinds.
    private Key<?> cause(Set<ArrivalKind> allowed) {
        return ArrivalKeys.KINDS.entrySet().stream()
                .filter(entry -> settings.isGiven(entry.getKey(), 0))
                .filter(entry -> entry.getValue().stream().noneMatch(allowed::contains))
                .<Key<?>>map(Map.Entry::getKey)
                .findFirst()
                .orElse(ArrivalKeys.KIND);
    }

    private static String names(Set<ArrivalKind> kinds) {
        return kinds.stream().map(ArrivalKind::id).collect(Collectors.joining(" or "));
    }
}
