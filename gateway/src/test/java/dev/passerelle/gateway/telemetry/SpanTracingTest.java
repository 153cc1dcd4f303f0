package dev.passerelle.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanTracingTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000;
    private static final String UNSAMPLED =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final Tracing tracing = tracing(100);

    private Tracing tracing(double percent) {
        return new SpanTracing(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(
                                SdkTracerProvider.builder()
                                        .setSampler(Collector.sampler(percent))
                                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                                        .build())
                        .setMeterProvider(
                                SdkMeterProvider.builder().registerMetricReader(metrics).build())
                        .build(),
                InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void tellsTheStagesOfACallAnsweredHere() {
        Trace trace = tracing.begin(Summaries.TRACE.parent(), "vendor=1");
        trace.end(Summaries.answered(Summaries.LOCAL));

        Map<String, SpanData> byName = byName();
        assertThat(byName)
                .containsOnlyKeys(
                        "POST /v1/chat/completions", "chat chat", "queue", "prompt", "decode");
        assertThat(byName.values())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(Summaries.TRACE_ID));
        SpanData server = span(byName, "POST /v1/chat/completions");
        SpanData inference = span(byName, "chat chat");
        assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(server.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(inference.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(inference.getKind()).isEqualTo(SpanKind.INTERNAL);
        for (String stage : List.of("queue", "prompt", "decode")) {
            assertThat(span(byName, stage).getParentSpanId()).isEqualTo(inference.getSpanId());
        }
        assertThat(times(server)).containsExactly(0L, 1500L);
        assertThat(times(inference)).containsExactly(100L, 1400L);
        assertThat(times(span(byName, "queue"))).containsExactly(100L, 200L);
        assertThat(times(span(byName, "prompt"))).containsExactly(200L, 400L);
        assertThat(times(span(byName, "decode"))).containsExactly(400L, 1400L);
    }

    private static List<Long> times(SpanData span) {
        return List.of(
                (span.getStartEpochNanos() - NOW_NANOS) / 1_000_000,
                (span.getEndEpochNanos() - NOW_NANOS) / 1_000_000);
    }

    @Test
    void speaksTheConventionsLanguage() {
        tracing.begin(null, null).end(Summaries.answered(Summaries.ELSEWHERE));
        Map<String, SpanData> byName = byName();
        assertThat(byName).containsOnlyKeys("POST /v1/chat/completions", "chat chat");
        SpanData inference = span(byName, "chat chat");
        assertThat(inference.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(attributes(inference))
                .isEqualTo(
                        Map.of(
                                "gen_ai.operation.name", "chat",
                                "gen_ai.provider.name", "openai",
                                "gen_ai.request.model", "alias",
                                "gen_ai.response.model", "chat",
                                "gen_ai.request.max_tokens", 64L,
                                "gen_ai.usage.input_tokens", 12L,
                                "gen_ai.usage.output_tokens", 5L,
                                "passerelle.deployment", "far",
                                "passerelle.region", "eu-north"));
        assertThat(attributes(span(byName, "POST /v1/chat/completions")))
                .isEqualTo(
                        Map.of(
                                "http.request.method", "POST",
                                "http.route", "/v1/chat/completions",
                                "url.path", "/v1/chat/completions",
                                "url.scheme", "http",
                                "http.response.status_code", 200L,
                                "user_agent.original", "curl/8",
                                "passerelle.request_id", "req_1",
                                "passerelle.project", "acme/web",
                                "passerelle.cache", "miss"));
    }

    @Test
    void passesOnItsOwnSpanAsParent() {
        Trace trace = tracing.begin(Summaries.TRACE.parent(), "vendor=1");
        TraceParent parent = trace.parent();
        trace.end(Summaries.answered(Summaries.LOCAL));
        String server = span(byName(), "POST /v1/chat/completions").getSpanId();
        assertThat(parent)
                .isEqualTo(
                        new TraceParent(
                                "00-" + Summaries.TRACE_ID + "-" + server + "-01", "vendor=1"));
    }

    @Test
    void followsTheClientsWishWhetherToSample() {
        Trace trace = tracing.begin(UNSAMPLED, "vendor=1");
        trace.end(Summaries.answered(Summaries.LOCAL));
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        assertThat(trace.parent().parent()).startsWith("00-" + Summaries.TRACE_ID).endsWith("-00");
        assertThat(metrics.collectAllMetrics()).as("metrics count every call").isNotEmpty();
    }

    @Test
    void samplesNoneOfItsOwnTracesAtZeroPercent() {
        Tracing none = tracing(0);
        none.begin(null, null).end(Summaries.answered(Summaries.LOCAL));
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        none.begin(Summaries.TRACE.parent(), null).end(Summaries.answered(Summaries.LOCAL));
        assertThat(spans.getFinishedSpanItems()).isNotEmpty();
    }

    @Test
    void marksFailures() {
        tracing.begin(null, null)
                .end(
                        Summaries.call(
                                502,
                                Summaries.work(Summaries.ELSEWHERE, null),
                                "upstream_error",
                                "x"));
        assertThat(spans.getFinishedSpanItems())
                .hasSize(2)
                .allSatisfy(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(span.getStatus().getDescription()).isEmpty();
                    assertThat(attributes(span)).containsEntry("error.type", "upstream_error");
                });
    }

    @Test
    void tellsNoInferenceWhereNoneWas() {
        tracing.begin(null, null).end(Summaries.call(401, null, "invalid_api_key", "x"));
        tracing.begin(null, null)
                .end(Summaries.call(200, Summaries.work(Summaries.LOCAL, CacheUse.HIT), null, "x"));
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsOnly("POST /v1/chat/completions");
        assertThat(metrics.collectAllMetrics()).isEmpty();
    }

    @Test
    void measuresWithTheConventionsBoundaries() {
        tracing.begin(null, null).end(Summaries.answered(Summaries.LOCAL));
        Map<String, MetricData> byName =
                metrics.collectAllMetrics().stream()
                        .collect(Collectors.toMap(MetricData::getName, Function.identity()));
        assertThat(byName)
                .containsOnlyKeys(
                        "gen_ai.client.operation.duration",
                        "gen_ai.client.token.usage",
                        "gen_ai.server.time_to_first_token",
                        "gen_ai.server.time_per_output_token");
        HistogramPointData perToken = point(byName, "gen_ai.server.time_per_output_token");
        assertThat(perToken.getSum()).isEqualTo(.25);
        assertThat(perToken.getBoundaries()).startsWith(.01, .025).endsWith(1., 2.5);
        assertThat(point(byName, "gen_ai.server.time_to_first_token").getSum()).isEqualTo(.4);
        assertThat(point(byName, "gen_ai.client.token.usage").getBoundaries())
                .startsWith(1., 4., 16.)
                .endsWith(16777216., 67108864.)
                .hasSize(14);
        assertThat(point(byName, "gen_ai.client.operation.duration").getBoundaries())
                .startsWith(.01, .02)
                .endsWith(40.96, 81.92);
    }

    private static HistogramPointData point(Map<String, MetricData> byName, String name) {
        return Objects.requireNonNull(byName.get(name), name)
                .getHistogramData()
                .getPoints()
                .iterator()
                .next();
    }

    private Map<String, SpanData> byName() {
        return spans.getFinishedSpanItems().stream()
                .collect(Collectors.toMap(SpanData::getName, Function.identity()));
    }

    private static SpanData span(Map<String, SpanData> byName, String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    private static Map<String, Object> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> ((AttributeKey<?>) entry.getKey()).getKey(),
                                Map.Entry::getValue));
    }
}
