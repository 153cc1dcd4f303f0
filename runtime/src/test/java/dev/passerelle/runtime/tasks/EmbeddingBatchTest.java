package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.tasks.EmbeddingBatch.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingBatchTest {

    @Test
    void staysWithinTheLimitPaddingIncludedAndTakesEachInputOnce() {
        Random random = new Random(5);
        Deque<EmbeddingJob> jobs = new ArrayDeque<>();
        int inputs = 0;
        for (int i = 0; i < 20; i++) {
            int[] lengths = random.ints(1 + random.nextInt(50), 1, 200).toArray();
            inputs += lengths.length;
            jobs.add(job(lengths));
        }
        List<Row> taken = new ArrayList<>();
        while (true) {
            EmbeddingBatch batch = EmbeddingBatch.take(jobs, 256);
            if (batch.rows().isEmpty()) {
                break;
            }
            int longest = batch.tokens().stream().mapToInt(row -> row.length).max().orElseThrow();
            assertThat(batch.rows().size() * longest).isLessThanOrEqualTo(256);
            taken.addAll(batch.rows());
        }
        assertThat(taken).hasSize(inputs).doesNotHaveDuplicates();
        assertThat(jobs).isEmpty();
    }

    @Test
    void anInputLongerThanTheLimitIsReadAlone() {
        Deque<EmbeddingJob> jobs = new ArrayDeque<>(List.of(job(500, 500)));
        assertThat(EmbeddingBatch.take(jobs, 256).rows()).hasSize(1);
    }

    @Test
    void aSmallJobSharesTheNextBatchOfALargeOne() {
        EmbeddingJob large = job(IntStream.generate(() -> 10).limit(1_000).toArray());
        EmbeddingJob small = job(10, 10);
        Deque<EmbeddingJob> jobs = new ArrayDeque<>(List.of(large, small));
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, 100);
        assertThat(batch.rows()).hasSize(10);
        assertThat(batch.rows().stream().filter(row -> row.job() == small)).hasSize(2);
    }

    @Test
    void shortInputsDoNotPadUpToMuchLongerOnes() {
        Deque<EmbeddingJob> jobs = new ArrayDeque<>(List.of(job(200, 190, 20, 19)));
        assertThat(EmbeddingBatch.take(jobs, 1_000).rows()).hasSize(2);
        assertThat(EmbeddingBatch.take(jobs, 1_000).rows()).hasSize(2);
    }

    @Test
    void dropsJobsThatNobodyWaitsFor() {
        EmbeddingJob gone = job(10, 10);
        gone.done().cancel(false);
        EmbeddingJob present = job(10);
        Deque<EmbeddingJob> jobs = new ArrayDeque<>(List.of(gone, present));
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, 100);
        assertThat(batch.rows()).extracting(Row::job).containsExactly(present);
    }

    @Test
    void aFailureReachesEachCallerOnce() {
        EmbeddingJob one = job(10, 10);
        EmbeddingJob two = job(10);
        Deque<EmbeddingJob> jobs = new ArrayDeque<>(List.of(one, two));
        EmbeddingBatch.take(jobs, 100).fail(new IllegalStateException("broken"));
        assertThat(one.done()).isCompletedExceptionally();
        assertThat(two.done()).isCompletedExceptionally();
    }

    private static EmbeddingJob job(int... lengths) {
        return new EmbeddingJob(IntStream.of(lengths).mapToObj(int[]::new).toList());
    }
}
