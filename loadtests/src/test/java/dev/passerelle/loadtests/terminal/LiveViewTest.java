package dev.passerelle.loadtests.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class LiveViewTest {
    private static final String HIDE = "\033[?25l\033[?7l";
    private static final String SHOW = "\033[?7h\033[?25h";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);

    @Test
    void showsHowTheRunStands() {
        try (LiveView view = view(100)) {
            view.stands(Snapshots.at(30, 60, 3, "draining"));
        }

        assertThat(text().replace(HIDE, "").replace(SHOW, ""))
                .isEqualTo(
                        """
                        %s%s  50 %%  30 s of 1:00 min  draining
                        7 running (most 7), 1,234 sent, 1,200 ok, 3 failed
                        20.0 requests/s, 1,280 tokens/s  █
                                 p50     p90     p99
                        TTFT  183 ms  294 ms  425 ms
                        E2E   183 ms  294 ms  425 ms
                        """
                                .formatted("━".repeat(20), "─".repeat(20)));
    }

    @Test
    void drawsInTheSamePlaceAndNotTooOften() {
        LiveView view = view(100);
        view.stands(Snapshots.at(1));
        view.stands(Snapshots.at(1.1));
        assertThat(text()).startsWith(HIDE).containsOnlyOnce("requests/s");

        view.stands(Snapshots.at(1.3));
        assertThat(text()).contains("\033[6A\r\033[J").doesNotContain(SHOW);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        try (LiveView view = view(32)) {
            view.stands(Snapshots.at(30, 60, 3, "step 3: 12.5/s"));
        }

        assertThat(text().replaceAll("\033\\[[?0-9]*[a-zA-Z]", "").lines())
                .allMatch(line -> line.length() < 32)
                .anyMatch(line -> line.contains("50 %"));
    }

    @Test
    void aSaidLineStaysAboveTheView() {
        LiveView view = view(100);
        view.stands(Snapshots.at(1));
        view.says("step 1 is over");

        assertThat(text()).contains("\033[6A\r\033[J\033[?7hstep 1 is over\n\033[?7l");
        assertThat(text()).endsWith("425 ms\n");
    }

    @Test
    void theCursorComesBackOnceAndNothingFollows() {
        LiveView view = view(100);
        view.stands(Snapshots.at(1));
        view.close();
        view.close();
        view.stands(Snapshots.at(9));

        assertThat(text()).endsWith(SHOW).containsOnlyOnce(SHOW);
    }

    @Test
    void coloursAreTheTerminalsChoice() {
        try (LiveView view = new LiveView(out, () -> 100, Ansi.ON)) {
            view.stands(Snapshots.at(1));
        }

        assertThat(text()).contains("\033[1m");
    }

    private LiveView view(int width) {
        return new LiveView(out, () -> width, Ansi.OFF);
    }

    private String text() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
