package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.Summary.Goodput;
import dev.passerelle.loadtests.result.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<Window> STEADY = running(4, 6, 5, 7, 6, 5, 6, 8);

    @Test
    void sustainsWhatIsAnsweredInTime() {
        assertThat(Verdict.against(summary(100, 0, 0, null), STEADY, Slo.NONE)).isEmpty();
        assertThat(Verdict.against(summary(98, 2, 0, goodput(0.96)), STEADY, Slo.NONE)).isEmpty();
    }

    @Test
    void saysWhyNot() {
        assertThat(Verdict.against(summary(80, 20, 0, null), STEADY, Slo.NONE))
                .isEqualTo("20.0 % of the requests failed");
        assertThat(Verdict.against(summary(75, 0, 25, null), STEADY, Slo.NONE))
                .isEqualTo("25.0 % of the requests failed");
        assertThat(Verdict.against(summary(100, 0, 0, goodput(0.9)), STEADY, Slo.NONE))
                .isEqualTo("only 90.0 % met the objectives");
        assertThat(Verdict.against(summary(0, 0, 0, null), STEADY, Slo.NONE))
                .contains("nothing arrived");
    }

    @Test
    void seesAQueueGrow() {
        List<Window> growing = running(2, 4, 6, 8, 10, 12, 14, 16);
        assertThat(Verdict.against(summary(100, 0, 0, null), growing, Slo.NONE))
                .isEqualTo("the queue grew");
    }

    private static Summary summary(
            long succeeded, long failed, long notSent, @Nullable Goodput goodput) {
        return new Summary(
                10,
                new Summary.Requests(0, succeeded + failed, succeeded, failed, 0, 0, notSent),
                new Summary.Throughput(10, 100, 100),
                Map.of(),
                goodput,
                Map.of(),
                Map.of());
    }

    private static Goodput goodput(double share) {
        return new Goodput(share, 10 * share, null, null, null);
    }

    private static List<Window> running(int... counts) {
        return Arrays.stream(counts)
                .mapToObj(count -> new Window(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, count, Map.of()))
                .toList();
    }
}
