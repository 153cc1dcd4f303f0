package dev.passerelle.gateway.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Section `telemetry`: what is told to whom about calls.
///
/// @param accessLog where a line for each request goes: `off`, `stdout`, or a file
/// @param otlpEndpoint where traces and metrics are sent by OTLP over HTTP; absent means nowhere
/// @param samplePercent of the traces that begin here, how many are sent
/// @param serviceName as OpenTelemetry's `service.name`
public record TelemetryConfig(
        String accessLog, @Nullable URI otlpEndpoint, double samplePercent, String serviceName) {

    public static final TelemetryConfig NONE = new TelemetryConfig("off", null, 100, "passerelle");
}
