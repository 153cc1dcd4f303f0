package dev.passerelle.gateway.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a model's calls are spread over its deployments.
///
/// @param attempts most deployments tried for one call, all fallbacks together
/// @param fallbacks ids of models that answer when no deployment of this one can, in order
/// @param hedgeAfter how long the first part may take before another deployment is asked too absent
///   means that none is
/// @param affinityLoad with [Policy#PREFIX_AFFINITY]: how many times the average load a deployment
///   may have before a conversation goes elsewhere
public record RoutingConfig(
        Policy policy,
        int attempts,
        List<String> fallbacks,
        @Nullable Duration hedgeAfter,
        double affinityLoad) {

    public static final RoutingConfig DEFAULT =
            new RoutingConfig(Policy.WEIGHTED, 3, List.of(), null, 1.25);

    public RoutingConfig {
        fallbacks = List.copyOf(fallbacks);
    }

    /// Which deployment is asked first.
    public enum Policy {
        /// At random, in proportion to weights.
        WEIGHTED,
        /// That with the fewest tokens under way, for its weight.
        LEAST_OUTSTANDING,
        /// The better of two, drawn at random, by smoothed time to first token.
        LATENCY,
        /// All turns of a conversation the same, unless that is much busier than the others.
        PREFIX_AFFINITY,
        /// That which costs least.
        CHEAPEST
    }
}
