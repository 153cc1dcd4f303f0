package dev.passerelle.gateway.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.registry.PullListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PullDisplayTest {

    private final StringWriter text = new StringWriter();
    private Instant now = Instant.EPOCH;

    @Test
    void tellsLinesEveryFewSecondsWithoutATerminal() {
        PullDisplay display = display(OptionalInt.empty());
        PullListener pull = display.begin("tiny");
        pull.listed("c", 3, 100_000_000);
        for (int second = 0; second < 10; second++) {
            pull.received("w", 5_000_000);
            pass(display, Duration.ofSeconds(1));
            if (second == 6) {
                pull.finished("v");
            }
        }
        pull.verifying();
        display.done();

        assertThat(text)
                .hasToString(
                        """
                        tiny: 0 of 3 files, 25.0 MB of 100.0 MB, 25 %, 5.0 MB/s, 0:15 left
                        tiny: 1 of 3 files, 50.0 MB of 100.0 MB, 50 %, 5.0 MB/s, 0:10 left
                        tiny: 3 files, 100.0 MB: downloaded 50.0 MB in 10.0 s, 5.0 MB/s
                        """);
    }

    @Test
    void redrawsOneLineOnATerminal() {
        PullDisplay display = display(OptionalInt.of(30));
        PullListener pull = display.begin("tiny");
        pass(display, Duration.ofSeconds(1));
        pull.listed("c", 1, 2_000);
        pull.kept("w", 1_000);
        pass(display, Duration.ofSeconds(1));
        pull.verifying();
        pass(display, Duration.ofSeconds(1));
        display.done();

        assertThat(text.toString().split("\r"))
                .containsExactly(
                        "",
                        "tiny: asking what there is",
                        "tiny: 0 of 1 file, 1.0 kB of ",
                        "tiny: 0 of 1 file, 2.0 kB: ve",
                        " ".repeat(29),
                        "tiny: 1 file, 2.0 kB: nothing to download\n");
        assertThat(text.toString()).doesNotContain("\u001b");
    }

    @Test
    void aRetryIsALineOfItsOwn() {
        PullDisplay display = display(OptionalInt.empty());
        PullListener pull = display.begin("tiny");
        pull.retrying("w.gguf", "the hub answered 503", Duration.ofMillis(1500));

        assertThat(text).hasToString("tiny: w.gguf: the hub answered 503; trying again in 1.5 s\n");
    }

    @Test
    void saysWhatAFailedPullLeaves() {
        PullDisplay display = display(OptionalInt.empty());
        PullListener pull = display.begin("tiny");
        assertThat(display.unfinished()).isEmpty();
        pull.listed("c", 1, 4_000);
        pull.kept("w", 1_000);
        pull.received("w", 1_500);
        pull.received("w", -500);
        display.failed();

        assertThat(display.unfinished())
                .isEqualTo("tiny: 2.0 kB of 4.0 kB are on disk and need not be downloaded again");
    }

    @Test
    void theRateFollowsAChangeWithinSeconds() {
        Rate rate = new Rate(Instant.EPOCH);
        assertThat(rate.perSecond()).isZero();
        for (int second = 1; second <= 20; second++) {
            rate.sample(Instant.EPOCH.plusSeconds(second), second * 100L);
        }
        assertThat(rate.perSecond()).isBetween(99.9, 100.1);
        for (int second = 21; second <= 40; second++) {
            rate.sample(Instant.EPOCH.plusSeconds(second), 2_000);
        }
        assertThat(rate.perSecond()).isBetween(0.0, 5.0);
    }

    @Test
    void quantitiesReadWell() {
        assertThat(Quantities.bytes(0)).isEqualTo("0 B");
        assertThat(Quantities.bytes(999)).isEqualTo("999 B");
        assertThat(Quantities.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Quantities.bytes(999_960)).isEqualTo("1.0 MB");
        assertThat(Quantities.bytes(4_567_000_000L)).isEqualTo("4.6 GB");
        assertThat(Quantities.time(Duration.ofSeconds(61))).isEqualTo("1:01");
        assertThat(Quantities.time(Duration.ofSeconds(3_661))).isEqualTo("1:01:01");
    }

    private PullDisplay display(OptionalInt columns) {
        return new PullDisplay(new PrintWriter(text), columns, () -> now);
    }

    private void pass(PullDisplay display, Duration time) {
        now = now.plus(time);
        display.tick();
    }
}
