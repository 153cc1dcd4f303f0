package dev.passerelle.loadtests.plan.reading;

import java.util.List;
import java.util.stream.Stream;

/// The table of keys.
public final class Keys {
    /// All keys, in the order of the documentation.
    public static final List<Key<?>> ALL =
            Stream.of(
                            List.<Key<?>>of(ScenarioKeys.NAME, ScenarioKeys.SEED),
                            TargetKeys.ALL,
                            TrafficKeys.ALL,
                            ArrivalKeys.ALL,
                            ScenarioKeys.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Keys() {}
}
