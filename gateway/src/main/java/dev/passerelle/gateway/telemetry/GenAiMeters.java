package dev.passerelle.gateway.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.LongStream;

/// OpenTelemetry's metrics of generative AI, with the boundaries its conventions name.
final class GenAiMeters {
    private static final double NANOS = 1e9;
    private static final List<Double> DURATIONS =
            List.of(
                    .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96,
                    81.92);
    private static final List<Double> FIRST_TOKEN =
            List.of(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1., 2.5, 5., 7.5, 10.);
    private static final List<Double> PER_TOKEN =
            List.of(.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1., 2.5);

    /// Powers of 4 up to 67108864.
    private static final List<Long> TOKENS =
            LongStream.rangeClosed(0, 13).map(power -> 1L << (2 * power)).boxed().toList();

    private final DoubleHistogram duration;
    private final LongHistogram tokens;
    private final DoubleHistogram firstToken;
    private final DoubleHistogram perToken;

    GenAiMeters(Meter meter) {
        duration =
                seconds(
                        meter,
                        "gen_ai.client.operation.duration",
                        "GenAI operation duration.",
                        DURATIONS);
        tokens =
                meter.histogramBuilder("gen_ai.client.token.usage")
                        .setUnit("{token}")
                        .setDescription("Number of input and output tokens used.")
                        .ofLongs()
                        .setExplicitBucketBoundariesAdvice(TOKENS)
                        .build();
        firstToken =
                seconds(
                        meter,
                        "gen_ai.server.time_to_first_token",
                        "Time to generate first token for successful responses.",
                        FIRST_TOKEN);
        perToken =
                seconds(
                        meter,
                        "gen_ai.server.time_per_output_token",
                        "Time per output token generated after the first token for successful responses.",
                        PER_TOKEN);
    }

    private static DoubleHistogram seconds(
            Meter meter, String name, String description, List<Double> bounds) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(bounds)
                .build();
    }

    void count(CallSummary call, WorkSummary work) {
        AttributesBuilder told = GenAi.dimensions(call, work);
        tokens.record(work.tokens().prompt(), typed(told, "input"));
        if (work.tokens().completion() > 0) {
            tokens.record(work.tokens().completion(), typed(told, "output"));
        }
        Attributes plain = GenAi.dimensions(call, work).build();
        if (call.error() == null && !call.cancelled()) {
            duration.record(call.nanos() / NANOS, plain);
            delays(work, plain);
        } else {
            AttributesBuilder failed = plain.toBuilder();
            GenAi.failure(call, failed);
            duration.record(call.nanos() / NANOS, failed.build());
        }
    }

    private void delays(WorkSummary work, Attributes attributes) {
        if (work.firstNanos() >= 0 && work.tokens().completion() > 0) {
            firstToken.record(work.firstNanos() / NANOS, attributes);
        }
        if (work.tokens().completion() > 1) {
            double rest = work.tokens().completion() - 1;
            perToken.record(work.decodeNanos() / NANOS / rest, attributes);
        }
    }

    private static Attributes typed(AttributesBuilder told, String type) {
        return told.put(GenAi.TOKEN_TYPE, type).build();
    }
}
