package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.Summary.Goodput;
import dev.passerelle.loadtests.result.Window;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
        List<Window> growing = running(2, 4, 6, 8, 10, 12, 14, 16, 18, 20);
        assertThat(Verdict.against(summary(100, 0, 0, null), growing, Slo.NONE))
                .isEqualTo("the queue grew");
        assertThat(Verdict.against(summary(100, 0, 0, null), running(5, 9, 30), Slo.NONE))
                .isEqualTo("the queue grew");
    }

    @Test
    void seesAQueueGrowThatIsAnsweredAfterwards() {
        List<Window> growing =
                running(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 15, 12, 9, 6, 4, 2, 1, 0, 0, 0);
        assertThat(Verdict.against(summary(100, 0, 0, null), growing, Slo.NONE))
                .isEqualTo("the queue grew");
    }

    @Test
    void requestsWithoutAnAnswerAreFailures() {
        Summary hanging =
                new Summary(
                        10,
                        new Summary.Requests(0, 10, 0, 0, 0, 10, 0),
                        new Summary.Throughput(0, 0, 0),
                        Map.of(),
                        null,
                        Map.of(),
                        Map.of());
        assertThat(Verdict.against(hanging, STEADY, Slo.NONE))
                .isEqualTo("100.0 % of the requests failed");
    }

    /// Poisson arrivals at ten servers that each take half a second on average.
    @Test
    void tellsALoadThatFitsFromOneThatDoesNot() {
        assertThat(alarms(0.5)).isZero();
        assertThat(alarms(0.8)).isLessThan(5);
        assertThat(alarms(1.2)).isGreaterThan(75);
    }

    private static int alarms(double load) {
        SplittableRandom random = new SplittableRandom(1);
        int alarms = 0;
        for (int step = 0; step < 100; step++) {
            List<Window> windows = Queue.windows(20 * load, random);
            alarms +=
                    Verdict.against(summary(100, 0, 0, null, 30), windows, Slo.NONE).isEmpty()
                            ? 0
                            : 1;
        }
        return alarms;
    }

    private static Summary summary(
            long succeeded, long failed, long notSent, @Nullable Goodput goodput) {
        return summary(succeeded, failed, notSent, goodput, 10);
    }

    private static Summary summary(
            long succeeded, long failed, long notSent, @Nullable Goodput goodput, double seconds) {
        return new Summary(
                seconds,
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
        return IntStream.range(0, counts.length).mapToObj(i -> window(i, 10, counts[i])).toList();
    }

    private static Window window(int start, long arrived, int running) {
        return new Window(start, 1, arrived, 0, 0, 0, 0, 0, 0, 0, running, Map.of());
    }

    /// First come, first served.
    private static final class Queue {
        private static final int SERVERS = 10;
        private static final int WARM_UP = 5;
        private static final int END = 35;

        static List<Window> windows(double rate, SplittableRandom random) {
            PriorityQueue<Double> free = new PriorityQueue<>(Collections.nCopies(SERVERS, 0.0));
            int[] arrived = new int[END];
            int[] running = new int[END];
            for (double at = gap(rate, random); at < END; at += gap(rate, random)) {
                double end = Math.max(at, free.remove()) + gap(2, random);
                free.add(end);
                arrived[(int) at]++;
                for (int second = (int) at; second < Math.min(END, end); second++) {
                    running[second]++;
                }
            }
            return IntStream.range(WARM_UP, END)
                    .mapToObj(i -> window(i, arrived[i], running[i]))
                    .toList();
        }

        private static double gap(double rate, SplittableRandom random) {
            return -Math.log1p(-random.nextDouble()) / rate;
        }
    }
}
