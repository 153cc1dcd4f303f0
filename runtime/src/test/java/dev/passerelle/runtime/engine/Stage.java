package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.fairness.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// A scheduler on a fake decoder, turned by the test, with its queue.
final class Stage implements Sequence.Listener {

    static final int MAX_LENGTH = 256;

    final FakeDecoder decoder;
    final FairQueue<Sequence> queue;
    final Scheduler scheduler;
    final List<Sequence> readerActions = new ArrayList<>();
    long now;

    /// How much later it is at each look at the clock.
    long tick;

    int ended;

    Stage(int slots, int chunk) {
        this(slots, chunk, new PrefixCaching(0, true));
    }

    Stage(int slots, int chunk, PrefixCaching caching) {
        this(slots, chunk, caching, Speculation.NONE);
    }

    Stage(int slots, int chunk, PrefixCaching caching, Speculation speculation) {
        decoder = new FakeDecoder(slots + 1, MAX_LENGTH);
        queue = new FairQueue<>(slots + 500, this::tick, _ -> {});
        scheduler =
                new Scheduler(
                        decoder,
                        options(slots, chunk, caching, speculation),
                        MAX_LENGTH,
                        queue,
                        this::tick);
    }

    private static EngineOptions options(
            int slots, int chunk, PrefixCaching caching, Speculation speculation) {
        return new EngineOptions(
                slots,
                MAX_LENGTH,
                500,
                Duration.ofMinutes(1),
                chunk,
                1,
                Precision.AS_STORED,
                new Device.Cpu(),
                caching,
                speculation,
                KvPrecision.FP32);
    }

    private long tick() {
        now += tick;
        return now;
    }

    @Override
    public void readerActed(Sequence sequence) {
        readerActions.add(sequence);
    }

    @Override
    public void ended(Sequence sequence) {
        queue.leave(sequence.place());
        ended++;
    }

    Sequence submit(int[] prompt, int maxTokens) {
        return submit(Tenant.EVERYONE, prompt, maxTokens);
    }

    Sequence submit(Tenant tenant, int[] prompt, int maxTokens) {
        return submit(tenant, prompt, request(prompt, maxTokens, true, List.of()), List.of());
    }

    Sequence submit(
            Tenant tenant, int[] prompt, GenerationRequest request, List<Integer> eosTokens) {
        Place<Sequence> place = Objects.requireNonNull(queue.enter(tenant));
        Sequence sequence =
                new Sequence(
                        place,
                        prompt,
                        request,
                        request.maxTokens().orElseThrow(),
                        Letters.VOCABULARY,
                        eosTokens,
                        tenant.project(),
                        1,
                        this);
        assertThat(queue.ready(place, sequence)).isTrue();
        return sequence;
    }

    static GenerationRequest request(
            int[] prompt, int maxTokens, boolean ignoreEos, List<String> stop) {
        return new GenerationRequest(
                new Prompt.Tokens(prompt),
                Sampling.GREEDY,
                OptionalInt.of(maxTokens),
                stop,
                ignoreEos,
                OptionalInt.empty());
    }

    void turns(int count) {
        for (int i = 0; i < count; i++) {
            scheduler.turn();
        }
    }

    void runUntilIdle() {
        int turns = 0;
        while (scheduler.turn()) {
            assertThat(++turns).isLessThan(20_000);
        }
    }

    static List<GenerationEvent> events(Sequence sequence) throws InterruptedException {
        List<GenerationEvent> events = new ArrayList<>();
        while (sequence.eventsWaiting() > 0) {
            events.add(sequence.next());
        }
        return events;
    }

    static InferenceException failure(Sequence sequence) throws InterruptedException {
        return ((Failed) events(sequence).getLast()).cause();
    }
}
