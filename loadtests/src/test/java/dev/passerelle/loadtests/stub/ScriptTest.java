package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.stub.StubOptions.Cache;
import dev.passerelle.loadtests.stub.StubOptions.Failure;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import dev.passerelle.loadtests.stub.StubOptions.Trouble;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final Distribution TTFT = Distributions.parse("lognormal(mean=200, sd=80)");
    private static final int MANY = 20_000;

    private final StubOptions options =
            StubOptions.DEFAULT
                    .withLatency(Latency.DEFAULT.withTtft(TTFT))
                    .withTrouble(new Trouble(List.of(new Failure(500, 0.02)), 0.05, 0.03))
                    .withCache(new Cache(0.25, 0));

    @Test
    void dependsOnSeedAndNumberOnly() {
        assertThat(Script.of(options, 7)).isEqualTo(Script.of(options, 7));
        assertThat(Script.of(options, 7).ttft()).isNotEqualTo(Script.of(options, 8).ttft());
        assertThat(Script.of(options, 7).ttft())
                .isNotEqualTo(Script.of(options.withSeed(2), 7).ttft());
        Distribution itl = Distributions.parse("exponential(20)");
        assertThat(Script.of(options, 7).offsets(itl, 9))
                .startsWith(Script.of(options, 7).offsets(itl, 4))
                .isSorted()
                .startsWith(0);
    }

    @Test
    void hasTheProgrammedPercentiles() {
        long[] sorted =
                LongStream.range(0, MANY).map(n -> Script.of(options, n).ttft()).sorted().toArray();
        for (double p : new double[] {0.1, 0.5, 0.9, 0.99}) {
            double truth = TTFT.quantile(p) * 1e6;
            assertThat((double) sorted[(int) (p * MANY)]).isCloseTo(truth, within(truth * 0.03));
        }
    }

    @Test
    void hasTheProgrammedSharesOfTrouble() {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        int hits = 0;
        for (int n = 0; n < MANY; n++) {
            Script script = Script.of(options, n);
            fates.merge(script.fate(), 1, Integer::sum);
            hits += script.hit() ? 1 : 0;
        }
        assertThat((double) fates.getOrDefault(Fate.ERROR, 0) / MANY)
                .isCloseTo(0.02, within(0.004));
        assertThat((double) fates.getOrDefault(Fate.CUT, 0) / MANY).isCloseTo(0.05, within(0.006));
        assertThat((double) fates.getOrDefault(Fate.HUNG, 0) / MANY).isCloseTo(0.03, within(0.005));
        assertThat((double) hits / MANY).isCloseTo(0.25, within(0.02));
    }
}
