package dev.passerelle.loadtests.measure;

import static dev.passerelle.loadtests.measure.Records.MS;
import static dev.passerelle.loadtests.measure.Records.recorded;
import static dev.passerelle.loadtests.measure.Records.stream;
import static dev.passerelle.loadtests.measure.Records.whole;
import static dev.passerelle.loadtests.measure.Records.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class RecorderTest {
    private static final Offset<Double> NEAR = within(1e-9);
    private static final Percentage PERMILLE = Percentage.withPercentage(0.1);

    @Test
    void percentilesAreThoseOfTheRequests() {
        var records = new ArrayList<CallRecord>();
        for (int i = 1; i <= 1000; i++) {
            records.add(stream(i, i * 10, i, 20, 5));
        }
        Collections.shuffle(records, new Random(1));
        Summary summary = recorded(0, 10_010, Slo.NONE, records).summary();
        Spread ttft = summary.spreads().getOrDefault("ttft", Spread.EMPTY);
        assertThat(ttft.count()).isEqualTo(1000);
        assertThat(ttft.min()).isCloseTo(1, PERMILLE);
        assertThat(ttft.p50()).isCloseTo(500, PERMILLE);
        assertThat(ttft.p90()).isCloseTo(900, PERMILLE);
        assertThat(ttft.p99()).isCloseTo(990, PERMILLE);
        assertThat(ttft.p999()).isCloseTo(999, PERMILLE);
        assertThat(ttft.max()).isCloseTo(1000, PERMILLE);
        assertThat(ttft.mean()).isCloseTo(500.5, PERMILLE);
        assertThat(summary.spreads().getOrDefault("itl", Spread.EMPTY).count()).isEqualTo(4000);
        assertThat(summary.spreads().getOrDefault("itl", Spread.EMPTY).p50())
                .isCloseTo(20, PERMILLE);
        assertThat(summary.spreads().getOrDefault("tpot", Spread.EMPTY).max())
                .isCloseTo(20, PERMILLE);
        assertThat(summary.spreads().getOrDefault("e2e", Spread.EMPTY).max())
                .isCloseTo(1080, PERMILLE);
        assertThat(summary.spreads().getOrDefault("lag", Spread.EMPTY).p50())
                .isCloseTo(0.1, PERMILLE);
        assertThat(summary.spreads()).doesNotContainKeys("connect", "queue", "cached_tokens");
        assertThat(summary.goodput()).isNull();
    }

    @Test
    void throughputIsOfTheMeasuredInterval() {
        var records = List.of(stream(0, 0, 100, 10, 8), whole(1, 500, 1000, 24));
        Summary planned = recorded(0, 4000, Slo.NONE, records).summary();
        assertThat(planned.seconds()).isEqualTo(4);
        assertThat(planned.throughput()).isEqualTo(new Summary.Throughput(0.5, 5, 8));
        Summary cut = recorded(0, 1000, Slo.NONE, records).summary();
        assertThat(cut.seconds()).isEqualTo(1);
        assertThat(cut.throughput()).isEqualTo(new Summary.Throughput(1, 10, 8));
        Summary within = recorded(0, 120, Slo.NONE, records).summary();
        assertThat(within.throughput().requests()).isZero();
        assertThat(within.throughput().outputTokens()).isCloseTo(3 / 0.12, NEAR);
    }

    @Test
    void aSteadyRunHasTheThroughputItWasGiven() {
        var slo = new Slo(null, null, Duration.ofSeconds(2), 0.95);
        var records = new ArrayList<CallRecord>();
        for (int i = 0; i < 100; i++) {
            records.add(stream(i, i * 100, 950, 100, 10));
        }
        Summary summary = recorded(2000, 10_000, slo, records).summary();
        assertThat(summary.seconds()).isEqualTo(8);
        assertThat(summary.requests().succeeded()).isEqualTo(80);
        assertThat(summary.throughput().requests()).isCloseTo(10, NEAR);
        assertThat(summary.throughput().promptTokens()).isCloseTo(100, NEAR);
        assertThat(summary.throughput().outputTokens()).isCloseTo(100, NEAR);
        assertThat(summary.goodput()).isEqualTo(new Summary.Goodput(1, 10, null, null, 1.0));
    }

    @Test
    void whatCameAfterThePlannedEndCountsWhereTheRunLastedLonger() {
        var frame = new Frame(0, 500 * MS, Slo.NONE, 1);
        try (var recorder = Recorder.started(frame, () -> 0, r -> {}, s -> {})) {
            recorder.accept(stream(0, 0, 400, 100, 5));
            Summary summary = recorder.finish(800 * MS).summary();
            assertThat(summary.throughput().requests()).isCloseTo(1 / 0.8, NEAR);
            assertThat(summary.throughput().outputTokens()).isCloseTo(5 / 0.8, NEAR);
        }
    }

    @Test
    void aRunThatEndsInItsWarmUpMeasuresNothing() {
        Recording recording = recorded(1000, 500, Slo.NONE, List.of(whole(0, 0, 100, 8)));
        assertThat(recording.summary().seconds()).isZero();
        assertThat(recording.summary().throughput()).isEqualTo(new Summary.Throughput(0, 0, 0));
        assertThat(recording.windows()).isEmpty();
        assertThat(recording.notes())
                .containsExactly(
                        "nothing was measured: all 1 requests began in the warm-up; shorten it");
    }

    @Test
    void whatStartsInTheWarmUpIsCountedApart() {
        var records =
                List.of(
                        stream(0, 0, 5000, 10, 8),
                        without(1, Outcome.FAILED, "timeout", 900, 500),
                        stream(2, 1000, 100, 10, 8));
        Recording recording = recorded(1000, 3000, Slo.NONE, records);
        assertThat(recording.summary().requests())
                .isEqualTo(new Summary.Requests(2, 1, 1, 0, 0, 0, 0));
        assertThat(recording.summary().seconds()).isEqualTo(2);
        assertThat(recording.summary().spreads().getOrDefault("ttft", Spread.EMPTY).count())
                .isEqualTo(1);
        assertThat(recording.summary().failures()).isEmpty();
        assertThat(recording.samples()).hasSize(1);
        assertThat(recording.windows().getFirst().start()).isEqualTo(1);
        assertThat(recording.windows().getFirst().running()).isEqualTo(3);
    }

    @Test
    void onlyAnswersCountAsLatencies() {
        var records =
                List.of(
                        stream(0, 0, 100, 10, 8),
                        stream(1, "chat", Outcome.LEFT, 0, 300, 50, 3, -1),
                        without(2, Outcome.FAILED, "timeout", 0, 9000),
                        without(3, Outcome.UNFINISHED, "", 0, 2500),
                        without(4, Outcome.NOT_SENT, "too many in flight", 0, 0));
        Recording recording = recorded(0, 1000, Slo.NONE, records);
        Summary summary = recording.summary();
        assertThat(summary.requests()).isEqualTo(new Summary.Requests(0, 4, 1, 1, 1, 1, 1));
        assertThat(summary.spreads().getOrDefault("ttft", Spread.EMPTY).count()).isEqualTo(2);
        assertThat(summary.spreads().getOrDefault("itl", Spread.EMPTY).count()).isEqualTo(7 + 2);
        assertThat(summary.spreads().getOrDefault("tpot", Spread.EMPTY).count()).isEqualTo(1);
        assertThat(summary.spreads().getOrDefault("e2e", Spread.EMPTY).count()).isEqualTo(1);
        assertThat(summary.spreads().getOrDefault("lag", Spread.EMPTY).count()).isEqualTo(4);
        assertThat(summary.failures()).containsOnlyKeys("timeout", "too many in flight");
        assertThat(summary.throughput().outputTokens()).isCloseTo(8 + 3, NEAR);
        assertThat(recording.notes())
                .hasSize(2)
                .satisfies(notes ->
                        assertThat(notes.getFirst())
                                .startsWith("1 of 4 requests failed, the slowest after 9.0 s"))
                .last()
                .asString()
                .startsWith("1 of 4 requests had no answer when the run ended, after 2.5 s");
    }

    @Test
    void goodputIsOfAllThatWereToBeAnswered() {
        var slo = new Slo(Duration.ofMillis(200), Duration.ofMillis(20), null, 0.95);
        var records =
                List.of(
                        stream(0, 0, 200, 20, 8),
                        stream(1, 0, 201, 20, 8),
                        stream(2, 0, 100, 21, 8),
                        whole(3, 0, 5000, 8),
                        stream(4, "chat", Outcome.LEFT, 0, 300, 50, 3, -1),
                        without(5, Outcome.FAILED, "timeout", 0, 1),
                        without(6, Outcome.UNFINISHED, "", 0, 1),
                        without(7, Outcome.NOT_SENT, "too many in flight", 0, 0));
        Recording recording = recorded(0, 10_000, slo, records);
        assertThat(recording.windows().getFirst().good()).isEqualTo(2);
        assertThat(recording.summary().goodput())
                .isEqualTo(new Summary.Goodput(2 / 7.0, 0.2, 2 / 6.0, 2 / 6.0, null));
    }

    @Test
    void eventsStandForTokensOnlyWhereThereIsNoUsage() {
        var records =
                List.of(
                        stream(0, "chat", Outcome.OK, 0, 100, 30, 5, 13),
                        stream(1, "chat", Outcome.OK, 0, 100, 30, 5, -1));
        Recording recording = recorded(0, 1000, Slo.NONE, records);
        Spread tpot = recording.summary().spreads().getOrDefault("tpot", Spread.EMPTY);
        assertThat(tpot.min()).isCloseTo(10, PERMILLE);
        assertThat(tpot.max()).isCloseTo(30, PERMILLE);
        assertThat(recording.summary().throughput().outputTokens()).isCloseTo(18, NEAR);
        assertThat(
                        recording
                                .summary()
                                .spreads()
                                .getOrDefault("output_tokens", Spread.EMPTY)
                                .count())
                .isEqualTo(1);
        assertThat(recording.notes()).singleElement().asString().startsWith("1 of 2 answers");
    }

    @Test
    void eventsThatCameTogetherAreGapsOfZero() {
        Summary summary = recorded(0, 1000, Slo.NONE, List.of(stream(0, 0, 100, 0, 4))).summary();
        assertThat(summary.spreads().getOrDefault("itl", Spread.EMPTY).count()).isEqualTo(3);
        assertThat(summary.spreads().getOrDefault("itl", Spread.EMPTY).max()).isZero();
    }

    @Test
    void timesThatRunBackwardsAreLeftOutAndTold() {
        Recording recording = recorded(0, 1000, Slo.NONE, List.of(stream(0, 500, -100, 10, 4)));
        assertThat(recording.summary().spreads()).doesNotContainKeys("ttft", "headers");
        assertThat(recording.notes().getLast()).contains("ran backwards");
    }

    @Test
    void manyThreadsLoseNothingAndListenersAreTold() throws InterruptedException {
        var clock = new AtomicLong();
        var told = new ArrayList<CallRecord>();
        var shown = new ArrayList<Snapshot>();
        var frame = new Frame(0, 10_000 * MS, Slo.NONE, 1);
        try (var recorder =
                Recorder.started(frame, () -> clock.addAndGet(1000), told::add, shown::add)) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 20; t++) {
                long base = t * 2_000L;
                threads.add(
                        Thread.startVirtualThread(() -> {
                            Thread.currentThread().interrupt();
                            for (int i = 0; i < 2_000; i++) {
                                recorder.began();
                                recorder.accept(whole(base + i, i, 5, 1));
                            }
                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            recorder.note("draining");
            clock.addAndGet(300 * MS);
            Recording recording = recorder.finish(2_005 * MS);
            assertThat(recording.summary().requests().succeeded()).isEqualTo(40_000);
            assertThat(told).hasSize(40_000);
            assertThat(recording.notes()).isEmpty();
            assertThat(shown).isNotEmpty();
        }
    }

    @Test
    void aServersNonsenseAboutTimesIsLeftOut() {
        CallRecord r = stream(0, 0, 100, 10, 8);
        var nonsense =
                new CallRecord(
                        0,
                        0,
                        0,
                        "chat",
                        Outcome.OK,
                        "",
                        200,
                        r.moments(),
                        r.tokens(),
                        r.arrivals(),
                        new ServerTiming(1, 1e300, -1, Double.NaN),
                        "",
                        "");
        Summary summary = recorded(0, 1000, Slo.NONE, List.of(nonsense)).summary();
        assertThat(summary.spreads())
                .containsKey("admission")
                .doesNotContainKeys("queue", "prompt");
    }

    @Test
    void aLogThatFailsDoesNotEndTheRun() {
        var frame = new Frame(0, 1000 * MS, Slo.NONE, 1);
        try (var recorder =
                Recorder.started(
                        frame,
                        () -> 0,
                        r -> {
                            throw new IllegalStateException("no space left");
                        },
                        s -> {})) {
            recorder.accept(whole(0, 0, 5, 1));
            recorder.accept(whole(1, 0, 5, 1));
            Recording recording = recorder.finish(1000 * MS);
            assertThat(recording.summary().requests().succeeded()).isEqualTo(2);
            assertThat(recording.notes())
                    .containsExactly("a log of requests is not complete: no space left");
        }
    }
}
