package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bundled model says the same, to the last bit of each log-probability, whether its prompt was
/// read in chunks of one size or another, or copied. Chunks of 48 leave 29 tokens, those of 62 a
/// single one.
@Timeout(120)
class PrefixBitsTest {

    private static final int ANSWER = 20;

    @TempDir private static Path imports;

    /// @param bits tokens and the bits of their log-probabilities
    private record Said(List<Integer> tokens, List<Integer> bits, int cached) {}

    @Test
    void copiedOrReadItIsTheSame() throws InterruptedException {
        List<Said> copied = conversation(48, PrefixCaching.DEFAULT);
        List<Said> read = conversation(48, new PrefixCaching(0, true));
        List<Said> otherwise = conversation(62, new PrefixCaching(0, true));
        assertThat(copied).extracting(Said::cached).containsExactly(0, 112, 112);
        assertThat(read).extracting(Said::cached).containsExactly(0, 0, 0);
        assertThat(copied).extracting(Said::bits).isEqualTo(read.stream().map(Said::bits).toList());
        assertThat(otherwise)
                .extracting(Said::bits)
                .isEqualTo(read.stream().map(Said::bits).toList());
    }

    /// The same prompt twice, then the next turn.
    private static List<Said> conversation(int chunk, PrefixCaching caching)
            throws InterruptedException {
        EngineOptions options =
                new EngineOptions(
                        2,
                        256,
                        8,
                        Duration.ofMinutes(1),
                        chunk,
                        0,
                        Precision.AS_STORED,
                        new Device.Cpu(),
                        caching,
                        Speculation.NONE,
                        KvPrecision.FP32);
        try (TextGenerator engine =
                (TextGenerator)
                        new LocalRuntime(imports).load(BundledModel.SMOLLM2, options, _ -> {})) {
            int[] prompt = new Random(3).ints(125, 100, 40_000).toArray();
            Said first = say(engine, prompt);
            Said second = say(engine, prompt);
            int[] next =
                    IntStream.concat(
                                    IntStream.concat(
                                            IntStream.of(prompt),
                                            first.tokens.stream().mapToInt(Integer::intValue)),
                                    new Random(4).ints(30, 100, 40_000))
                            .toArray();
            return List.of(first, second, say(engine, next));
        }
    }

    private static Said say(TextGenerator engine, int[] prompt) throws InterruptedException {
        GenerationRequest request =
                new GenerationRequest(
                        new Prompt.Tokens(prompt),
                        Sampling.GREEDY,
                        OptionalInt.of(ANSWER),
                        List.of(),
                        true,
                        OptionalInt.of(2));
        List<Integer> tokens = new ArrayList<>();
        List<Integer> bits = new ArrayList<>();
        try (Generation generation = engine.generate(request)) {
            GenerationEvent event = generation.next();
            while (event instanceof Delta delta) {
                for (TokenLogprob token : delta.logprobs()) {
                    tokens.add(token.token());
                    bits.add(Float.floatToRawIntBits(token.logprob()));
                    token.top().forEach(each -> bits.add(Float.floatToRawIntBits(each.logprob())));
                }
                event = generation.next();
            }
            return new Said(tokens, bits, ((Finished) event).usage().cachedTokens());
        }
    }
}
