package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.fairness.Place;
import dev.passerelle.runtime.tasks.EmbeddingBatch.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingBatchTest {

    private final FairQueue<EmbeddingJob> queue = new FairQueue<>(100, () -> 0, _ -> {});

    @Test
    void staysWithinTheLimitPaddingIncludedAndTakesEachInputOnce() {
        Random random = new Random(5);
        List<EmbeddingJob> jobs = new ArrayList<>();
        int inputs = 0;
        for (int i = 0; i < 20; i++) {
            int[] lengths = random.ints(1 + random.nextInt(50), 1, 200).toArray();
            inputs += lengths.length;
            jobs.add(job(lengths));
        }
        List<Row> taken = new ArrayList<>();
        while (true) {
            EmbeddingBatch batch = EmbeddingBatch.take(jobs, queue, 256);
            if (batch.rows().isEmpty()) {
                break;
            }
            int longest = batch.tokens().stream().mapToInt(row -> row.length).max().orElseThrow();
            assertThat(batch.rows().size() * longest).isLessThanOrEqualTo(256);
            taken.addAll(batch.rows());
        }
        assertThat(taken).hasSize(inputs).doesNotHaveDuplicates();
        assertThat(jobs).allMatch(EmbeddingJob::exhausted);
    }

    @Test
    void anInputLongerThanTheLimitIsReadAlone() {
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(job(500, 500)));
        assertThat(EmbeddingBatch.take(jobs, queue, 256).rows()).hasSize(1);
    }

    @Test
    void aSmallJobSharesTheNextBatchOfALargeOne() {
        EmbeddingJob large = job(IntStream.generate(() -> 10).limit(1_000).toArray());
        EmbeddingJob small = job(10, 10);
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(large, small));
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, queue, 100);
        assertThat(batch.rows()).hasSize(10);
        assertThat(batch.rows().stream().filter(row -> row.job() == small)).hasSize(2);
    }

    @Test
    void shortInputsDoNotPadUpToMuchLongerOnes() {
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(job(200, 190, 20, 19)));
        assertThat(EmbeddingBatch.take(jobs, queue, 1_000).rows()).hasSize(2);
        assertThat(EmbeddingBatch.take(jobs, queue, 1_000).rows()).hasSize(2);
    }

    @Test
    void dropsJobsThatNobodyWaitsFor() {
        EmbeddingJob gone = job(10, 10);
        gone.done().cancel(false);
        EmbeddingJob present = job(10);
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(gone, present));
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, queue, 100);
        assertThat(batch.rows()).extracting(Row::job).containsExactly(present);
    }

    @Test
    void aFailureReachesEachCallerOnce() {
        EmbeddingJob one = job(10, 10);
        EmbeddingJob two = job(10);
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(one, two));
        EmbeddingBatch.take(jobs, queue, 100).fail(new IllegalStateException("broken"));
        assertThat(one.done()).isCompletedExceptionally();
        assertThat(two.done()).isCompletedExceptionally();
    }

    @Test
    void aTenantWithManyJobsSharesEvenlyWithOneThatHasOne() {
        List<EmbeddingJob> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            jobs.add(job(10, 10, 10));
        }
        EmbeddingJob single = job(new Tenant("single", "k", 1, 0), 10, 10, 10, 10, 10);
        jobs.add(single);
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, queue, 100);
        assertThat(batch.rows()).hasSize(10);
        assertThat(batch.rows().stream().filter(row -> row.job() == single)).hasSize(5);
    }

    @Test
    void jobsOfAKeyTakeTurns() {
        List<EmbeddingJob> jobs = new ArrayList<>(List.of(job(10, 10), job(10, 10), job(10, 10)));
        List<EmbeddingJob> order = List.copyOf(jobs);
        List<EmbeddingJob> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            EmbeddingBatch.take(jobs, queue, 20).rows().forEach(row -> taken.add(row.job()));
        }
        assertThat(taken)
                .containsExactly(
                        order.get(0),
                        order.get(1),
                        order.get(2),
                        order.get(0),
                        order.get(1),
                        order.get(2));
    }

    private EmbeddingJob job(int... lengths) {
        return job(Tenant.EVERYONE, lengths);
    }

    private EmbeddingJob job(Tenant tenant, int... lengths) {
        Place<EmbeddingJob> place = Objects.requireNonNull(queue.enter(tenant));
        EmbeddingJob job =
                new EmbeddingJob(place, IntStream.of(lengths).mapToObj(int[]::new).toList());
        queue.ready(place, job);
        return job;
    }
}
