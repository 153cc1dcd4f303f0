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
                .isEqualTo("Sustains 10 requests/s; the knee is at 8/s, the most seen 11.8/s.");
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
