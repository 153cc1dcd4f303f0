package dev.passerelle.loadtests.result.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultJson;
import dev.passerelle.loadtests.result.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final CompareOptions QUICK = new CompareOptions(0.05, 1000, 3);

    @Test
    void aResultDoesNotDifferFromItself() {
        Result result = Results.mixed();
        Comparison comparison = Comparison.of(result, result, QUICK);
        assertThat(comparison.rows()).hasSize(16);
        assertThat(comparison.rows())
                .allSatisfy(
                        row -> {
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
            Result a = Results.scaled(100 + 2 * i, 1);
            Result b = Results.scaled(101 + 2 * i, 1.1);
            var options = new CompareOptions(Double.NaN, 200, i);
            for (Row row : Comparison.of(a, b, options).rows()) {
                if (row.name().matches("(ttft|e2e) p(50|90)")) {
                    rows++;
                    held += row.low() <= 0.1 && row.high() >= 0.1 ? 1 : 0;
                }
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
        Result a = Results.sweep();
        Comparison comparison = Comparison.of(a, a, QUICK.withMaxRegression(0));
        assertThat(comparison.rows()).allSatisfy(r -> assertThat(r.verdict()).isEqualTo(Verdict.UNKNOWN));
        assertThat(comparison.regressed()).isFalse();
        assertThat(ComparisonText.of(comparison)).contains("unknown", "run longer");
    }

    @Test
    void scenariosThatDifferAreTold() {
        Map<String, Object> a = Map.of("name", "x", "seed", 1, "bounds", Map.of("duration", "10s"));
        Map<String, Object> b =
                Map.of(
                        "name", "y",
                        "seed", 1L,
                        "bounds", Map.of("duration", "20s"),
                        "traffic", List.of(Map.of("model", "m")));
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

    private static Row row(Comparison comparison, String name) {
        return comparison.rows().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
