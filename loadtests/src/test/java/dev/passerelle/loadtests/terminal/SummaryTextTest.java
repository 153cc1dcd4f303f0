package dev.passerelle.loadtests.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.Results;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class SummaryTextTest {
    @Test
    void saysWhatItCameTo() {
        assertThat(SummaryText.of(Results.mixed()))
                .startsWith("chat and embeddings: 20 requests/s, 95.7 % within the objectives")
                .contains("1,200 requests, 1,177 ok, 10 failed, 12 left early, 1 unfinished")
                .contains("  TTFT               97.1 %  met\n")
                .contains("http 429 rate_limit_exceeded      8\n")
                .contains("Generator: 0.31 processors");
    }

    @Test
    void columnsAreAligned() {
        var rows =
                SummaryText.of(Results.mixed())
                        .lines()
                        .filter(line -> line.matches("(TTFT|ITL|TPOT|E2E) .*"))
                        .toList();

        assertThat(rows)
                .hasSize(4)
                .extracting(String::length)
                .containsOnly(rows.getFirst().length());
    }

    @Test
    void aSweepListsItsRates() {
        assertThat(SummaryText.of(Results.sweep()))
                .contains("Sustains 10 requests/s")
                .containsPattern("(?m)^offered/s +answered/s .* verdict$")
                .containsPattern("(?m)^10 +10 .* sustained$")
                .containsPattern("(?m)^16 +11\\.8 .* not: .*$");
    }

    @Test
    void latenciesAreMilliseconds() {
        assertThat(SummaryText.of(Results.mixed()))
                .containsPattern("(?m)^milliseconds +mean +p50 .* most$")
                .containsPattern("(?m)^E2E +[0-9]+,[0-9]{3} ");
    }

    @Test
    void longSentencesAreBroken() {
        String sentence = "word ".repeat(50).strip();

        assertThat(Wrapped.lines(sentence, "  "))
                .hasSize(3)
                .allMatch(line -> line.length() <= 100)
                .last()
                .asString()
                .startsWith("  word");
        assertThat(Wrapped.lines("short", "  ")).containsExactly("short");
    }

    @Test
    void coloursOnlyWhereWanted() {
        assertThat(SummaryText.of(Results.mixed())).doesNotContain("\033");
        assertThat(SummaryText.of(Results.mixed(), Ansi.ON)).contains("\033[32mmet");
    }
}
