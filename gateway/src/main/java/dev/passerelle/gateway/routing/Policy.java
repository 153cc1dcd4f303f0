package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.openai.RawRequest;

/// Which of several deployments is asked.
sealed interface Policy permits Weighted, LeastOutstanding, Latency, PrefixAffinity, Cheapest {

    Deployment choose(Candidates candidates, RawRequest request);

    static Policy of(RoutingConfig config) {
        return switch (config.policy()) {
            case WEIGHTED -> Weighted.POLICY;
            case LEAST_OUTSTANDING -> LeastOutstanding.POLICY;
            case LATENCY -> Latency.POLICY;
            case PREFIX_AFFINITY -> new PrefixAffinity(config.affinityLoad());
            case CHEAPEST -> Cheapest.POLICY;
        };
    }
}
