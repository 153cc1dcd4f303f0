package dev.passerelle.gateway.config;

import java.net.URI;
import java.util.List;

/// Keys of section `telemetry`.
final class TelemetryKeys {
    static final ConfigKey<String> ACCESS_LOG =
            new ConfigKey<>(
                    "telemetry.access-log",
                    ValueType.TEXT,
                    "off",
                    "Where a line for each request goes: `off`, `stdout` or a file, a relative path from the configuration file's directory.");

    static final ConfigKey<URI> OTLP_ENDPOINT =
            new ConfigKey<>(
                    "telemetry.otlp-endpoint",
                    Addresses.API,
                    "(none: nothing is sent)",
                    "OpenTelemetry collector that traces and metrics are sent to, by OTLP over HTTP, e.g. `http://localhost:4318`.");

    static final ConfigKey<Double> SAMPLE_PERCENT =
            new ConfigKey<>(
                    "telemetry.sample-percent",
                    Quantities.PERCENT,
                    "100",
                    "Of the traces that begin here, how many are sent.");

    static final ConfigKey<String> SERVICE_NAME =
            new ConfigKey<>(
                    "telemetry.service-name",
                    ValueType.TEXT,
                    "passerelle",
                    "The name of this service in traces and metrics.");

    static final List<ConfigKey<?>> ALL =
            List.of(ACCESS_LOG, OTLP_ENDPOINT, SAMPLE_PERCENT, SERVICE_NAME);

    private TelemetryKeys() {}
}
