package dev.passerelle.gateway.config;

import java.util.List;
import java.util.stream.Stream;

/// The table of configuration keys. `docs/configuration.md` is the same table for people.
final class ConfigKeys {

    static final ConfigKey<Long> MEMORY_BUDGET =
            new ConfigKey<>(
                    "memory.budget",
                    Quantities.SIZE,
                    "(four fifths of the container's or machine's memory, less the Java heap)",
                    "Memory that models may take together: weights, KV caches, work space.");

    static final List<ConfigKey<?>> ALL =
            Stream.of(
                            ServerKeys.ALL,
                            AdmissionKeys.ALL,
                            LimitKeys.ALL,
                            StorageKeys.ALL,
                            List.<ConfigKey<?>>of(MEMORY_BUDGET),
                            ModelKeys.ALL,
                            RoutingKeys.MODEL,
                            DeploymentKeys.ALL,
                            RoutingKeys.GLOBAL,
                            CacheKeys.ALL,
                            TelemetryKeys.ALL)
                    .<ConfigKey<?>>flatMap(List::stream)
                    .toList();

    private ConfigKeys() {}
}
