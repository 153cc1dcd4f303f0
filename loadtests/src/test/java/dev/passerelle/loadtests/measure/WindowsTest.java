package dev.passerelle.loadtests.measure;

import static dev.passerelle.loadtests.measure.Records.MS;
import static dev.passerelle.loadtests.measure.Records.recorded;
import static dev.passerelle.loadtests.measure.Records.stream;
import static dev.passerelle.loadtests.measure.Records.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// How a recording is divided: by time, kind and step.
final class WindowsTest {
    private static final Percentage PERMILLE = Percentage.withPercentage(0.1);

    @Test
    void windowsHoldLatenciesByStartAndRatesByWhenThingsCame() {
        var records = List.of(stream(0, 0, 500, 1000, 4), stream(1, 1000, 100, 0, 4));
        List<Window> windows = recorded(0, 3000, Slo.NONE, records).windows();
        assertThat(windows).hasSize(4);
        assertThat(windows).extracting(Window::arrived).containsExactly(1L, 1L, 0L, 0L);
        assertThat(windows).extracting(Window::succeeded).containsExactly(0L, 1L, 0L, 1L);
        assertThat(windows)
                .extracting(Window::outputTokensPerSecond)
                .containsExactly(1.0, 5.0, 1.0, 1.0);
        assertThat(windows).extracting(Window::running).containsExactly(1, 2, 1, 1);
        assertThat(windows).extracting(Window::waiting).containsExactly(1, 1, 0, 0);
        assertThat(windows.getFirst().spreads().getOrDefault("e2e", Spread.EMPTY).p50())
                .isCloseTo(3500, PERMILLE);
        assertThat(windows.get(2).spreads()).isEmpty();
    }

    @Test
    void longRunsHaveWiderWindowsAndLoseNothing() {
        var records = new ArrayList<CallRecord>();
        for (int i = 0; i < 1000; i++) {
            records.add(stream(i, i * 1000, 100, 700, 3));
        }
        Recording recording = recorded(0, 1_000_000, Slo.NONE, records);
        List<Window> windows = recording.windows();
        assertThat(windows).hasSizeBetween(120, 240);
        assertThat(windows.getFirst().seconds()).isEqualTo(8);
        assertThat(windows.stream().mapToLong(Window::arrived).sum()).isEqualTo(1000);
        assertThat(
                        windows.stream()
                                .mapToLong(
                                        w -> w.spreads().getOrDefault("ttft", Spread.EMPTY).count())
                                .sum())
                .isEqualTo(1000);
        assertThat(windows.stream().mapToInt(Window::running).max()).hasValue(2);
        assertThat(windows.stream().mapToDouble(w -> w.outputTokensPerSecond() * w.seconds()).sum())
                .isCloseTo(3000, within(1e-6));
    }

    @Test
    void samplesDependOnTheSeedAndNotOnTheOrder() {
        var records = new ArrayList<CallRecord>();
        for (int i = 0; i < 12_000; i++) {
            records.add(whole(i, i, 5, 1));
        }
        var first = recorded(0, 12_000, Slo.NONE, records);
        Collections.shuffle(records, new Random(3));
        var second = recorded(0, 12_000, Slo.NONE, records);
        assertThat(first.samples()).hasSize(5000).isEqualTo(second.samples());
        assertThat(first.samples().stream().mapToLong(s -> s.number()).average().orElseThrow())
                .isCloseTo(6000, within(200.0));
        assertThat(first.samples())
                .isSortedAccordingTo((a, b) -> Double.compare(a.intended(), b.intended()));
    }

    @Test
    void kindsAddUpToAll() {
        var records = List.of(stream(0, 0, 100, 10, 8), whole(1, 0, 50, 8), whole(2, 0, 60, 8));
        Recording recording = recorded(0, 1000, Slo.NONE, records);
        assertThat(recording.kinds()).containsOnlyKeys("chat", "whole");
        assertThat(
                        Objects.requireNonNull(recording.kinds().get("whole"))
                                .spreads()
                                .getOrDefault("e2e", Spread.EMPTY)
                                .count())
                .isEqualTo(2);
        assertThat(recording.summary().spreads().getOrDefault("e2e", Spread.EMPTY).count())
                .isEqualTo(3);
    }

    @Test
    void recordingsOfStepsAreJoined() {
        var parts = new ArrayList<Recording>();
        for (int step = 0; step < 30; step++) {
            var records = new ArrayList<CallRecord>();
            for (int i = 0; i < 200; i++) {
                records.add(whole(step * 200 + i, step * 20_000 + i * 100, 5, 1));
            }
            parts.add(recorded(step * 20_000L, step * 20_000L + 20_000, Slo.NONE, records));
        }
        Recording joined = Recording.joined(parts, parts.get(3), 1);
        assertThat(joined.summary()).isEqualTo(parts.get(3).summary());
        assertThat(joined.windows()).hasSizeBetween(120, 240);
        assertThat(joined.windows().stream().mapToLong(Window::succeeded).sum()).isEqualTo(6000);
        assertThat(joined.samples()).hasSize(5000);
    }

    @Test
    void theLiveViewIsOfTheLastFiveSeconds() {
        var books = new Books(new Frame(0, 60, Slo.NONE, 1), 0);
        for (int i = 0; i < 100; i++) {
            books.enter(stream(i, i * 100, i < 50 ? 1000 : 10, 1, 4), i * (100 * MS));
        }
        Snapshot snapshot = books.snapshot(9_999 * MS, 103);
        assertThat(snapshot.running()).isEqualTo(3);
        assertThat(snapshot.succeeded()).isEqualTo(100);
        assertThat(snapshot.requestsPerSecond()).isCloseTo(10, withinPercentage(2));
        assertThat(snapshot.outputTokensPerSecond()).isCloseTo(40, withinPercentage(2));
        assertThat(snapshot.ttft().count()).isEqualTo(50);
        assertThat(snapshot.ttft().max()).isCloseTo(10, PERMILLE);
        Snapshot later = books.snapshot(30_000 * MS, 103);
        assertThat(later.ttft()).isEqualTo(Spread.EMPTY);
        assertThat(later.requestsPerSecond()).isZero();
        assertThat(later.elapsed()).isEqualTo(30);
    }
}
