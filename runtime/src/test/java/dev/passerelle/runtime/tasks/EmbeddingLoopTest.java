package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.InferenceException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingLoopTest {

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Test
    void aFailedBatchLeavesItHealthy() {
        try (EmbeddingLoop loop = start()) {
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
        try (EmbeddingLoop loop = start()) {
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

    private EmbeddingLoop start() {
        return EmbeddingLoop.start(FakeEncoder::new, EmbedderOptions.DEFAULT);
    }

    private static List<float[]> embed(EmbeddingLoop loop) {
        EmbeddingJob job = new EmbeddingJob(List.of(new int[] {1, 2}));
        assertThat(loop.offer(job)).isTrue();
        return job.done().join();
    }

    private final class FakeEncoder implements Encoder {

        @Override
        public List<float[]> run(List<int[]> rows) {
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
