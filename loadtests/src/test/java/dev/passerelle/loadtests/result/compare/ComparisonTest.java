package dev.passerelle.loadtests.result.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.ResultJson;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Result MIXED = Results.mixed();
    private static final Figure TTFT = new Quantile("ttft");
    private static final CompareOptions QUICK = new CompareOptions(0.05, 1000, 3);

    @Test
    void aResultDoesNotDifferFromItself() {
        Result result = Results.mixed();
        Comparison comparison = Comparison.of(result, result, QUICK);
        assertThat(comparison.rows()).hasSize(16);
        assertThat(comparison.rows())
                .allSatisfy(row -> {
                    assertThat(row.change()).isZero();
                    assertThat(row.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
                });
        assertThat(comparison.regressed()).isFalse();
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void intervalsHoldTheTruthInMostTrials() {
        int trials = 40;
        int held = 0;
        int rows = 0;
        for (int i = 0; i < trials; i++) {
            Result a = firstTokens(100 + 2 * i, 1);
            Result b = firstTokens(101 + 2 * i, 1.1);
            var options = new CompareOptions(Double.NaN, 200, i);
            double[] changes = Change.of(TTFT, TTFT.of(a), TTFT.of(b));
            List<Interval> intervals = Interval.of(TTFT, a, b, changes, options);
            for (Interval interval : intervals) {
                rows++;
                held += interval.low() <= 0.1 && interval.high() >= 0.1 ? 1 : 0;
            }
        }
        assertThat((double) held / rows).isBetween(0.88, 0.99);
    }

    @Test
    void aTenthMoreIsSeen() {
        Result a = Results.scaled(1, 1);
        Result b = Results.scaled(2, 1.1);
        Comparison slower = Comparison.of(a, b, QUICK);
        assertThat(row(slower, "ttft p50").verdict()).isEqualTo(Verdict.WORSE);
        assertThat(row(slower, "tpot p50").regressed()).isTrue();
        assertThat(row(slower, "requests").regressed()).isFalse();
        assertThat(slower.regressed()).isTrue();
        Comparison faster = Comparison.of(b, a, QUICK);
        assertThat(row(faster, "e2e p50").verdict()).isEqualTo(Verdict.BETTER);
        assertThat(faster.regressed()).isFalse();
        Comparison allowed = Comparison.of(a, b, QUICK.withMaxRegression(0.2));
        assertThat(allowed.regressed()).isFalse();
    }

    @Test
    void theSameSeedGivesTheSameIntervals() {
        Result a = Results.scaled(1, 1);
        Result b = Results.scaled(2, 1);
        assertThat(Comparison.of(a, b, QUICK)).isEqualTo(Comparison.of(a, b, QUICK));
    }

    @Test
    void withFewWindowsTheIntervalIsUnknownAndNothingRegressed() {
        Result mixed = Results.mixed();
        Result a = withWindows(mixed.windows().subList(0, 4), mixed.summary().spreads());
        Comparison comparison = Comparison.of(a, a, QUICK.withMaxRegression(0));
        assertThat(comparison.rows())
                .allSatisfy(r -> assertThat(r.verdict()).isEqualTo(Verdict.UNKNOWN));
        assertThat(comparison.regressed()).isFalse();
        assertThat(ComparisonText.of(comparison)).contains("unknown", "run longer");
    }

    @Test
    void sweepsAreComparedByTheRateTheySustained() {
        Result a = sweep(10, 12);
        Row row = row(Comparison.of(a, sweep(5, 6), QUICK), "sustained");
        assertThat(row.change()).isEqualTo(-0.5);
        assertThat(row.low()).isCloseTo(5 / 12.0 - 1, within(1e-9));
        assertThat(row.high()).isCloseTo(6 / 10.0 - 1, within(1e-9));
        assertThat(row.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(row.regressed()).isTrue();
        Row near = row(Comparison.of(a, sweep(9, 11), QUICK), "sustained");
        assertThat(near.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
        assertThat(near.regressed()).isFalse();
    }

    @Test
    void aSweepIsNotComparedWithARunAtOneRate() {
        assertThatThrownBy(() -> Comparison.of(Results.sweep(), MIXED, QUICK))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("one is not");
    }

    @Test
    void scenariosThatDifferAreTold() {
        Map<String, Object> a = Map.of("name", "x", "seed", 1, "bounds", Map.of("duration", "10s"));
        Map<String, Object> b =
                Map.of(
                        "name",
                        "y",
                        "seed",
                        1L,
                        "bounds",
                        Map.of("duration", "20s"),
                        "traffic",
                        List.of(Map.of("model", "m")));
        assertThat(Differences.of(a, b))
                .containsExactly("bounds.duration: 10s, 20s", "traffic[0].model: none, m");
    }

    @Test
    void theTableIsForPeopleAndTheJsonForPrograms() {
        Comparison comparison = Comparison.of(Results.scaled(1, 1), Results.scaled(2, 1.1), QUICK);
        String text = ComparisonText.of(comparison);
        assertThat(text)
                .contains("ttft p50, ms", "95 % interval", "worse (regression)", "points")
                .contains("Worse by more than 5.00 %, with the whole interval: ");
        assertThat(ResultJson.mapper().writeValueAsString(comparison))
                .contains("\"verdict\" : \"worse\"", "\"max_regression\" : 0.05");
    }

    /// A result of which only the windows' times to first token are known, 20 each.
    private static Result firstTokens(long seed, double factor) {
        var random = new SplittableRandom(seed);
        var all = new Histogram(Spread.DIGITS);
        all.setAutoResize(true);
        var windows = new ArrayList<Window>();
        for (int i = 0; i < 60; i++) {
            var own = new Histogram(Spread.DIGITS);
            for (int n = 0; n < 20; n++) {
                own.recordValue((long) (180_000 * factor * Math.exp(0.4 * random.nextGaussian())));
            }
            all.add(own);
            var spreads = Map.of("ttft", Spread.ofMicros(own));
            windows.add(new Window(i, 1, 20, 20, 0, 0, 20, 0, 0, 1, 1, spreads));
        }
        return withWindows(windows, Map.of("ttft", Spread.ofMicros(all)));
    }

    private static Result sweep(double sustained, double failed) {
        Summary summary = MIXED.summary();
        return with(
                MIXED.windows(),
                summary.spreads(),
                List.of(
                        new SweepStep(sustained, true, "", summary),
                        new SweepStep(failed, false, "the queue grew", summary)),
                new Capacity(sustained, sustained, failed));
    }

    private static Result withWindows(List<Window> windows, Map<String, Spread> spreads) {
        return with(windows, spreads, List.of(), null);
    }

    private static Result with(
            List<Window> windows,
            Map<String, Spread> spreads,
            List<SweepStep> steps,
            @Nullable Capacity capacity) {
        Result r = MIXED;
        Summary all = r.summary();
        return new Result(
                r.version(),
                r.tool(),
                r.name(),
                r.started(),
                r.ended(),
                r.scenario(),
                r.machine(),
                new Summary(
                        60,
                        all.requests(),
                        all.throughput(),
                        spreads,
                        null,
                        all.failures(),
                        all.cache()),
                Map.of(),
                windows,
                List.of(),
                r.generator(),
                null,
                steps,
                capacity,
                List.of());
    }

    private static Row row(Comparison comparison, String name) {
        return comparison.rows().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
