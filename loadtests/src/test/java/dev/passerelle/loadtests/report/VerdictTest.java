package dev.passerelle.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.Results;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void objectivesAreNamedWithTheirShare() {
        assertThat(Verdict.of(Variants.withObjectives()).line())
                .isEqualTo(
                        "20 requests/s, 95.7 % within TTFT ≤ 500 ms and ITL ≤ 50 ms"
                                + " (95 % required): met.");
    }

    @Test
    void aSweepSaysWhatIsSustained() {
        assertThat(Verdict.of(Results.sweep()).line())
                .isEqualTo(
                        "Sustains 10 requests/s; latency bends at 8/s (the knee); at most 11.8/s"
                                + " were answered.");
    }

    @Test
    void ratesHeldTooBrieflyAreAWarning() {
        assertThat(Verdict.of(Results.sweep()).warnings()).noneMatch(w -> w.contains("briefly"));
        assertThat(Verdict.of(Variants.offered(20)).warnings())
                .first()
                .asString()
                .startsWith("Of 20/s offered only 11.8/s were answered");
    }

    @Test
    void whereNothingSucceedsTheReasonIsSaid() {
        Verdict verdict = Verdict.of(Variants.failed());

        assertThat(verdict.line())
                .isEqualTo("No request succeeded; 5 of 5 failed: connection refused.");
    }

    @Test
    void percentilesOfFewAreANote() {
        assertThat(Verdict.of(Variants.answered(12)).notes())
                .contains(
                        "Only 12 requests were answered; a p99 needs 100 to be more than the"
                                + " slowest.");
        assertThat(Verdict.of(Variants.answered(100)).notes()).noneMatch(n -> n.contains("Only"));
    }

    @Test
    void whatHasNoNameIsCalledByItsModel() {
        assertThat(Setting.title(Variants.withObjectives())).isEqualTo("chat and embeddings");
        assertThat(Setting.title(Variants.unnamed())).isEqualTo("small-1 at 127.0.0.1:8080");
    }

    @Test
    void aSlowClientComesFirst() {
        assertThat(Verdict.of(Variants.slowedByItsClient("99 % CPU")).warnings())
                .first()
                .isEqualTo("The client was the bottleneck: 99 % CPU");
    }

    @Test
    void nothingMeasuredIsSaid() {
        Verdict verdict = Verdict.of(Variants.empty());

        assertThat(verdict.line()).isEqualTo("No request was measured.");
        assertThat(verdict.warnings()).singleElement().asString().contains("interrupted");
    }
}
