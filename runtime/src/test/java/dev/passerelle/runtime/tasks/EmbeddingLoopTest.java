package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingLoopTest {

    private static final Tenant FLOOD = new Tenant("flood", "k", 1, 0);
    private static final Tenant SINGLE = new Tenant("single", "k", 1, 0);

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Batches that may be read; as many as there are unless a test says otherwise.
    private final Semaphore batches = new Semaphore(1_000_000);

    private final Semaphore begun = new Semaphore(0);

    @Test
    void aFailedBatchLeavesItHealthy() {
        try (EmbeddingLoop loop = start(10)) {
            failure.set(new IllegalStateException("asked to fail"));
            assertThatThrownBy(() -> embed(loop)).hasRootCauseMessage("asked to fail");
            assertThat(loop.healthy()).isTrue();
            failure.set(null);
            assertThat(embed(loop)).hasSize(1);
        }
        assertThat(closed).isTrue();
    }

    @Test
    void itsDeathIsToldAndNothingHangs() {
        try (EmbeddingLoop loop = start(10)) {
            failure.set(new LinkageError("asked to die"));
            assertThatThrownBy(() -> embed(loop))
                    .hasCauseInstanceOf(InferenceException.Unavailable.class)
                    .hasMessageContaining("must be restarted");
            assertThat(loop.healthy()).isFalse();
            assertThatThrownBy(() -> embed(loop))
                    .hasCauseInstanceOf(InferenceException.Unavailable.class);
        }
        assertThat(closed).isTrue();
    }

    @Test
    void aFloodFillsTheQueueAndASingleRequestStillFindsAPlaceAndComesNext() throws Exception {
        batches.drainPermits();
        List<int[]> large = IntStream.range(0, 100).mapToObj(_ -> new int[1_024]).toList();
        try (EmbeddingLoop loop = start(4)) {
            List<EmbeddingJob> flood = new ArrayList<>();
            flood.add(loop.submit(large, FLOOD));
            begun.acquire();
            for (int i = 1; i < EmbeddingLoop.MOST_AT_ONCE + 4; i++) {
                flood.add(loop.submit(large, FLOOD));
            }
            assertThatThrownBy(() -> loop.submit(large, FLOOD))
                    .isInstanceOf(InferenceException.QueueFull.class);
            EmbeddingJob single = loop.submit(List.of(new int[] {1}), SINGLE);
            assertThatThrownBy(() -> flood.getLast().done().join())
                    .hasCauseInstanceOf(InferenceException.QueueFull.class);
            // the one being read, and the next
            batches.release(2);
            assertThat(single.done().get()).hasSize(1);
            flood.forEach(loop::drop);
            batches.release(10);
        }
    }

    @Test
    void aJobThatIsDroppedWhileItWaitsGivesItsPlaceBack() throws Exception {
        batches.drainPermits();
        try (EmbeddingLoop loop = start(1)) {
            EmbeddingJob first = loop.submit(List.of(new int[] {1}), SINGLE);
            begun.acquire();
            List<EmbeddingJob> others = new ArrayList<>();
            for (int i = 0; i < EmbeddingLoop.MOST_AT_ONCE; i++) {
                others.add(loop.submit(List.of(new int[] {1}), SINGLE));
            }
            others.forEach(loop::drop);
            for (int i = 0; i < EmbeddingLoop.MOST_AT_ONCE; i++) {
                others.add(loop.submit(List.of(new int[] {1}), SINGLE));
            }
            batches.release(1_000);
            assertThat(first.done().get()).hasSize(1);
            assertThat(others.getLast().done().get()).hasSize(1);
        }
    }

    private EmbeddingLoop start(int queueLength) {
        return EmbeddingLoop.start(FakeEncoder::new, new EmbedderOptions(0, 1_024, queueLength));
    }

    private static List<float[]> embed(EmbeddingLoop loop) {
        return loop.submit(List.of(new int[] {1, 2}), Tenant.EVERYONE).done().join();
    }

    private final class FakeEncoder implements Encoder {

        @Override
        public List<float[]> run(List<int[]> rows) {
            begun.release();
            batches.acquireUninterruptibly();
            return switch (failure.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> rows.stream().map(_ -> new float[] {1}).toList();
            };
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
