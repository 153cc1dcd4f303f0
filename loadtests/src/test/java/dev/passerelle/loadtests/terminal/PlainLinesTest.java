package dev.passerelle.loadtests.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PlainLines lines =
            new PlainLines(new PrintStream(written, true, StandardCharsets.UTF_8), 5);

    @Test
    void aLineComesEverySoOften() {
        for (double elapsed = 0; elapsed < 16; elapsed += 0.25) {
            lines.stands(Snapshots.at(elapsed));
        }

        assertThat(text().lines())
                .hasSize(3)
                .first()
                .isEqualTo(
                        "5 s of 60 s: 20.0 requests/s, 1,280 tokens/s, 7 running, 1,200 ok,"
                                + " 0 failed, TTFT p50 183 ms p99 425 ms, E2E p50 183 ms p99 425"
                                + " ms");
    }

    @Test
    void aSaidLineComesAtOnce() {
        lines.says("calibrated: 1.3 tokens a word");

        assertThat(text()).isEqualTo("calibrated: 1.3 tokens a word" + System.lineSeparator());
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
