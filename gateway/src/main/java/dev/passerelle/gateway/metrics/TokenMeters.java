package dev.passerelle.gateway.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/// Token counts and delays of one endpoint and model.
public record TokenMeters(
        CounterDataPoint prompt,
        CounterDataPoint completion,
        DistributionDataPoint firstToken,
        DistributionDataPoint interToken) {}
