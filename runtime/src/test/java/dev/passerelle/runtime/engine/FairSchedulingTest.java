package dev.passerelle.runtime.engine;

import static dev.passerelle.runtime.engine.Letters.expected;
import static dev.passerelle.runtime.engine.Letters.prompt;
import static dev.passerelle.runtime.engine.Letters.text;
import static dev.passerelle.runtime.engine.Stage.events;
import static dev.passerelle.runtime.engine.Stage.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How tenants share the slots.
class FairSchedulingTest {

    private static final Tenant A = new Tenant("a", "k", 1, 0);
    private static final Tenant B = new Tenant("b", "k", 1, 0);
    private static final int CHUNK = 8;

    private final Stage stage = new Stage(4, CHUNK);

    @Test
    void aSingleRequestsPromptIsReadInTheNextTurnOfAFlood() throws InterruptedException {
        List<Sequence> flood = flood(A, 64, 30, 40);
        stage.turns(25);
        Sequence single = stage.submit(B, prompt(99, CHUNK), 5);
        stage.turns(1);
        assertThat(single.progress().promptRead()).isTrue();
        assertThat(single.eventsWaiting()).isPositive();
        assertThat(flood.stream().mapToInt(each -> each.progress().rewinds()).sum()).isEqualTo(1);
        stage.runUntilIdle();
        assertThat(text(events(single))).isEqualTo(expected(prompt(99, CHUNK), 5));
        for (int i = 0; i < flood.size(); i++) {
            assertThat(text(events(flood.get(i)))).isEqualTo(expected(prompt(i, 30), 40));
        }
        assertThat(stage.scheduler.load().activeSlots()).isZero();
        assertThat(stage.queue.waiting()).isZero();
    }

    @Test
    void aSingleRequestsPromptIsNotBehindThoseOfAFlood() {
        Stage wide = new Stage(8, CHUNK);
        for (int i = 0; i < 7; i++) {
            wide.submit(A, prompt(i, 100), 10);
        }
        wide.turns(2);
        Sequence single = wide.submit(B, prompt(99, 3 * CHUNK), 5);
        wide.turns(1);
        assertThat(single.progress().promptTokensRead()).isEqualTo(CHUNK);
        wide.turns(4);
        assertThat(single.progress().promptRead()).isTrue();
    }

    @Test
    void anotherKeyOfTheSameProjectGetsASlotAtOnce() {
        flood(A, 10, 5, 100);
        stage.turns(10);
        Sequence other = stage.submit(new Tenant("a", "other", 1, 0), prompt(99, 5), 5);
        stage.turns(1);
        assertThat(other.progress().promptRead()).isTrue();
    }

    @Test
    void aTenantThatHoldsASlotWaitsForItsNext() {
        flood(A, 3, 5, 100);
        stage.submit(B, prompt(50, 5), 100);
        stage.turns(10);
        Sequence second = stage.submit(B, prompt(51, 5), 5);
        stage.turns(5);
        assertThat(second.progress().length()).isZero();
        assertThat(stage.scheduler.load().queued()).isEqualTo(1);
    }

    @Test
    void aHigherPriorityTakesTheSlotsOfALower() {
        List<Sequence> low = flood(A, 4, 5, 60);
        stage.turns(10);
        List<Sequence> high = flood(new Tenant("urgent", "k", 1, 1), 4, 5, 10);
        stage.turns(4);
        assertThat(high).allMatch(each -> each.progress().promptRead());
        assertThat(low).allMatch(each -> each.progress().rewinds() == 1);
        stage.submit(B, prompt(60, 5), 5);
        stage.turns(1);
        assertThat(high).allMatch(each -> each.progress().rewinds() == 0);
    }

    @Test
    void thePreemptedGoesOnWhereItWasAndIsNotPreemptedAgainAtOnce() throws InterruptedException {
        Stage two = new Stage(2, CHUNK);
        Sequence older = two.submit(A, prompt(1, 10), 60);
        Sequence newer = two.submit(A, prompt(2, 10), 60);
        two.turns(20);
        int generated = newer.progress().generated();
        two.submit(B, prompt(3, 10), 4);
        two.turns(1);
        assertThat(newer.progress().rewinds()).isEqualTo(1);
        assertThat(older.progress().rewinds()).isZero();
        while (newer.progress().promptTokensRead() == 0) {
            two.turns(1);
        }
        // one single request after the other: each finds a slot, and the flood gets on
        for (int i = 0; i < 40; i++) {
            two.submit(B, prompt(10 + i, 3), 2);
            two.turns(5);
        }
        two.runUntilIdle();
        assertThat(generated).isPositive();
        assertThat(text(events(newer))).isEqualTo(expected(prompt(2, 10), 60));
        assertThat(text(events(older))).isEqualTo(expected(prompt(1, 10), 60));
        assertThat(newer.progress().rewinds() + older.progress().rewinds())
                .isLessThanOrEqualTo(2 + 120 / Scheduler.TOKENS_BETWEEN_PREEMPTIONS);
    }

    @Test
    void aPreemptedSequenceThatIsCancelledLeavesTheQueue() throws InterruptedException {
        List<Sequence> flood = flood(A, 4, 5, 60);
        stage.turns(10);
        Sequence single = stage.submit(B, prompt(9, 5), 30);
        stage.turns(1);
        Sequence preempted =
                flood.stream().filter(e -> e.progress().rewinds() == 1).findFirst().orElseThrow();
        preempted.cancel();
        // what the engine does when a reader acts
        assertThat(stage.queue.withdraw(preempted.place())).isTrue();
        preempted.fail(new InferenceException.Cancelled());
        stage.runUntilIdle();
        assertThat(failure(preempted)).isInstanceOf(InferenceException.Cancelled.class);
        assertThat(text(events(single))).isEqualTo(expected(prompt(9, 5), 30));
        assertThat(stage.ended).isEqualTo(5);
    }

    @Test
    void readersThatNeverReadKeepNobodyOut() {
        flood(A, 8, 5, 200);
        stage.runUntilIdle();
        for (int i = 0; i < 20; i++) {
            Sequence single = stage.submit(B, prompt(100 + i, 5), 3);
            stage.runUntilIdle();
            assertThat(single.ended()).isTrue();
        }
    }

    @Test
    void whatWasPreemptedIsNotCountedTwice() {
        Stage two = new Stage(2, CHUNK);
        Sequence first = two.submit(A, prompt(1, 10), 30);
        Sequence second = two.submit(A, prompt(2, 10), 30);
        two.turns(8);
        two.submit(B, prompt(3, 10), 30);
        two.turns(100);
        assertThat(first.ended() && second.ended()).isTrue();
        assertThat(two.decoder.prefills).isEqualTo(2 * (2 + 1 + 1));
    }

    @Test
    void tokensServedFollowTheWeightsWhileBothAreBusy() {
        Tenant heavy = new Tenant("heavy", "k", 3, 0);
        List<Sequence> light = flood(A, 90, 8, 8);
        List<Sequence> weighty = flood(heavy, 90, 8, 8);
        stage.turns(200);
        double ratio = (double) served(weighty) / served(light);
        assertThat(ratio).isBetween(2.5, 3.5);
    }

    @Test
    void everySequenceSaysWhatItWouldSayAloneWhateverPreemptsIt() throws InterruptedException {
        for (int seed = 0; seed < 10; seed++) {
            anyMixOfTenants(new Random(seed));
        }
    }

    private static void anyMixOfTenants(Random random) throws InterruptedException {
        Stage stage = new Stage(1 + random.nextInt(4), CHUNK);
        List<Sequence> sequences = new ArrayList<>();
        List<List<GenerationEvent>> read = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Tenant tenant =
                    new Tenant(
                            "p" + random.nextInt(4),
                            "k" + random.nextInt(2),
                            1 + random.nextInt(3),
                            random.nextInt(10) == 0 ? 1 : 0);
            Sequence sequence =
                    stage.submit(
                            tenant, prompt(i, 1 + random.nextInt(40)), 1 + random.nextInt(100));
            sequences.add(sequence);
            read.add(new ArrayList<>());
            stage.turns(random.nextInt(12));
            read(sequences, read, random);
        }
        int turns = 0;
        while (!sequences.stream().allMatch(Sequence::ended)) {
            assertThat(turns++).isLessThan(50_000);
            stage.turns(1);
            read(sequences, read, random);
        }
        for (int i = 0; i < sequences.size(); i++) {
            List<GenerationEvent> events = read.get(i);
            events.addAll(events(sequences.get(i)));
            Finished end = (Finished) events.getLast();
            assertThat(text(events))
                    .isEqualTo(
                            expected(
                                    prompt(i, end.usage().promptTokens()),
                                    end.usage().completionTokens()));
        }
        assertThat(sequences.stream().mapToInt(e -> e.progress().rewinds()).sum()).isPositive();
    }

    private static void read(
            List<Sequence> sequences, List<List<GenerationEvent>> read, Random random)
            throws InterruptedException {
        for (int i = 0; i < sequences.size(); i++) {
            if (random.nextInt(30) == 0) {
                read.get(i).addAll(events(sequences.get(i)));
            }
        }
    }

    @Test
    void timesAreThoseOfTheQueueAndOfThePrompt() {
        stage.now = 100;
        Sequence sequence = stage.submit(A, prompt(1, 2 * CHUNK), 5);
        stage.now = 130;
        stage.turns(1);
        stage.now = 190;
        stage.turns(1);
        stage.now = 900;
        stage.runUntilIdle();
        assertThat(sequence.timing().queued()).isEqualTo(Duration.ofNanos(30));
        assertThat(sequence.timing().prompt()).isEqualTo(Duration.ofNanos(60));
    }

    @Test
    void whatWaitsTooLongForItsFirstSlotFailsAndWhatWasPreemptedDoesNot()
            throws InterruptedException {
        QueueDeadline deadline = new QueueDeadline(stage.queue, Duration.ofNanos(100));
        List<Sequence> flood = flood(A, 4, 5, 200);
        stage.turns(10);
        stage.submit(B, prompt(9, 5), 200);
        stage.turns(1);
        stage.now = 1_000_000_000_000L;
        Sequence late = stage.submit(A, prompt(10, 5), 5);
        stage.now += 99;
        deadline.enforce();
        assertThat(late.ended()).isFalse();
        assertThat(deadline.nanosLeft()).isEqualTo(1);
        stage.now += 1_300_000_000L;
        deadline.enforce();
        InferenceException cause = failure(late);
        assertThat(cause)
                .isInstanceOf(InferenceException.QueueTimeout.class)
                .hasMessageContaining("waited 1.3 s")
                .hasMessageContaining("try again later");
        assertThat(((InferenceException.QueueTimeout) cause).retryAfter())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(flood).noneMatch(Sequence::ended);
        assertThat(deadline.nanosLeft()).isEqualTo(Long.MAX_VALUE);
    }

    private List<Sequence> flood(Tenant tenant, int requests, int promptTokens, int maxTokens) {
        return IntStream.range(0, requests)
                .mapToObj(i -> stage.submit(tenant, prompt(i, promptTokens), maxTokens))
                .toList();
    }

    private static int served(List<Sequence> sequences) {
        return sequences.stream()
                .mapToInt(each ->
                        each.ended()
                                ? 16
                                : each.progress().promptTokensRead() + each.progress().generated())
                .sum();
    }
}
