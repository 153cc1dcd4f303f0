package dev.passerelle.runtime.engine;

import static dev.passerelle.runtime.engine.Letters.expected;
import static dev.passerelle.runtime.engine.Letters.prompt;
import static dev.passerelle.runtime.engine.Letters.text;
import static dev.passerelle.runtime.engine.Letters.tokens;
import static dev.passerelle.runtime.engine.Stage.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Prompts with common beginnings, conversations that go on, several tenants, slow readers,
/// cancellations, preemptions, caches of all sizes: each says what it would say alone.
class PrefixRandomTest {

    private static final int[] CACHED_BLOCKS = {0, 1, 3, 10, 40, 1000};
    private static final int[] CHUNKS = {5, 8, 16, 32, 128};

    /// What is running, and what is known of it.
    private record Call(
            Sequence sequence, int[] prompt, int count, int patience, List<GenerationEvent> read) {}

    private final List<int[]> said = new ArrayList<>();
    private long reused;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyTextIsTheOneSaidAlone(long seed) throws InterruptedException {
        Random random = new Random(seed);
        for (int round = 0; round < 15; round++) {
            run(random);
        }
        assertThat(reused).isPositive();
    }

    private void run(Random random) throws InterruptedException {
        long bytes = 64L * CACHED_BLOCKS[random.nextInt(CACHED_BLOCKS.length)];
        int chunk = CHUNKS[random.nextInt(CHUNKS.length)];
        Stage stage = new Stage(1 + random.nextInt(5), chunk, new PrefixCaching(bytes, true));
        stage.tick = random.nextInt(3);
        List<Call> calls = new ArrayList<>();
        for (int turn = 0; turn < 300; turn++) {
            if (random.nextInt(8) == 0) {
                int copies = random.nextInt(5) == 0 ? 4 : 1;
                int[] prompt = nextPrompt(random);
                Tenant tenant = new Tenant("p" + random.nextInt(2), "k" + random.nextInt(2), 1, 0);
                for (int i = 0; i < copies; i++) {
                    calls.add(start(stage, tenant, prompt, random));
                }
            }
            stage.scheduler.turn();
            read(calls, random);
        }
        for (int turn = 0; calls.stream().anyMatch(call -> !call.sequence.ended()); turn++) {
            assertThat(turn).isLessThan(20_000);
            stage.scheduler.turn();
            read(calls, random);
        }
        read(calls, random);
        calls.forEach(this::check);
        assertThat(stage.ended).isEqualTo(calls.size());
        assertThat(stage.scheduler.load().activeSlots()).isZero();
        reused += stage.scheduler.load().prefixHitTokens();
        stage.scheduler.close();
    }

    private int[] nextPrompt(Random random) {
        int[] base =
                said.isEmpty() || random.nextInt(3) == 0
                        ? prompt(random.nextInt(5), 1 + random.nextInt(120))
                        : said.get(random.nextInt(said.size()));
        int kept = 1 + random.nextInt(base.length);
        int[] prompt = Arrays.copyOf(base, Math.min(190, kept + random.nextInt(30)));
        for (int i = kept; i < prompt.length; i++) {
            prompt[i] = random.nextInt(FakeDecoder.VOCABULARY);
        }
        return prompt;
    }

    private static Call start(Stage stage, Tenant tenant, int[] prompt, Random random) {
        int count = 1 + random.nextInt(60);
        int patience = random.nextInt(4) == 0 ? random.nextInt(40) : Integer.MAX_VALUE;
        return new Call(
                stage.submit(tenant, prompt, count), prompt, count, patience, new ArrayList<>());
    }

    private static void read(List<Call> calls, Random random) throws InterruptedException {
        for (Call call : calls) {
            boolean all = call.sequence.ended() || random.nextInt(4) == 0;
            if (all) {
                call.read.addAll(events(call.sequence));
            }
            if (call.read.size() > call.patience
                    || (call.patience < 5 && random.nextInt(10) == 0)) {
                call.sequence.cancel();
            }
        }
    }

    private void check(Call call) {
        String alone = expected(call.prompt, call.count);
        switch (call.read.getLast()) {
            case Finished(var _, var usage) -> {
                assertThat(text(call.read)).isEqualTo(alone);
                assertThat(usage.cachedTokens()).isLessThan(call.prompt.length);
            }
            case Failed(var cause) -> {
                assertThat(cause).isInstanceOf(InferenceException.Cancelled.class);
                assertThat(alone).startsWith(text(call.read));
            }
            default -> throw new AssertionError("no end");
        }
        int[] whole = Arrays.copyOf(call.prompt, call.prompt.length + call.count);
        List<Integer> completion = tokens(call.prompt, call.count);
        for (int i = 0; i < call.count; i++) {
            whole[call.prompt.length + i] = completion.get(i);
        }
        said.add(whole);
    }
}
