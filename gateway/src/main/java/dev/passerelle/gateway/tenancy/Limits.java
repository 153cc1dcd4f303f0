package dev.passerelle.gateway.tenancy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How much of each thing may be taken; what isn't named is unlimited.
///
/// @param capacities by measure, in its unit, each at least 1
public record Limits(Map<Measure, Long> capacities) {
    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        capacities.forEach((measure, capacity) -> {
            if (capacity < 1) {
                throw new IllegalArgumentException(
                        "%s is %d: a limit is at least 1".formatted(measure.id(), capacity));
            }
        });
        EnumMap<Measure, Long> ordered = new EnumMap<>(Measure.class);
        ordered.putAll(capacities);
        capacities = Collections.unmodifiableMap(ordered);
    }
}
