package dev.passerelle.gateway.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/// A collector of OpenTelemetry, which takes OTLP over HTTP.
final class Collector {
    private static final double PERCENT = 100;
    private static final Duration METRICS_EVERY = Duration.ofSeconds(30);

    private Collector() {}

    /// @param endpoint without `/v1/traces`
    /// @param samplePercent of the traces that begin here, how many are sent
    static Tracing tracing(URI endpoint, double samplePercent, String serviceName) {
        String base = endpoint.toString().replaceAll("/+$", "");
        Resource resource = resource(serviceName);
        SdkTracerProvider spans =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(sampler(samplePercent))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(
                                                OtlpHttpSpanExporter.builder()
                                                        .setEndpoint(base + "/v1/traces")
                                                        .build())
                                        .build())
                        .build();
        SdkMeterProvider metrics =
                SdkMeterProvider.builder()
                        .setResource(resource)
                        .registerMetricReader(
                                PeriodicMetricReader.builder(
                                                OtlpHttpMetricExporter.builder()
                                                        .setEndpoint(base + "/v1/metrics")
                                                        .build())
                                        .setInterval(METRICS_EVERY)
                                        .build())
                        .build();
        return new SpanTracing(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(spans)
                        .setMeterProvider(metrics)
                        .build(),
                Clock.systemUTC());
    }

    static Sampler sampler(double percent) {
        return Sampler.parentBased(Sampler.traceIdRatioBased(percent / PERCENT));
    }

    private static Resource resource(String serviceName) {
        return Resource.getDefault()
                .merge(
                        Resource.create(
                                Attributes.of(
                                        AttributeKey.stringKey("service.name"),
                                        serviceName,
                                        AttributeKey.stringKey("service.instance.id"),
                                        UUID.randomUUID().toString())));
    }
}
