package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.fairness.FairQueue;
import java.util.ArrayList;
import java.util.List;

/// Inputs of one or more jobs that are read at once.
///
/// The job whose tenant's turn it is gives its longest input, whose length all rows are padded to;
/// then jobs give one input each by their tenants' turns, as long as the batch with its padding
/// stays within the limit and the input is not much shorter. Jobs of one key take turns. So a job
/// with thousands of inputs shares each batch with those that came after it, and a tenant with many
/// jobs with one that has few.
record EmbeddingBatch(List<Row> rows) {

    /// @param position of the input in its job
    record Row(EmbeddingJob job, int position) {
        int[] tokens() {
            return job.input(position);
        }
    }

    /// Takes a batch from jobs; those of one key in order of their turn. Each that gives goes to
    /// the end.
    ///
    /// @param queue that the jobs' places are in, which is told what their tenants are served
    /// @return empty if no job has anything left
    static EmbeddingBatch take(
            List<EmbeddingJob> jobs, FairQueue<EmbeddingJob> queue, int maxTokens) {
        List<EmbeddingJob> candidates = new ArrayList<>(jobs);
        candidates.removeIf(EmbeddingJob::exhausted);
        List<Row> rows = new ArrayList<>();
        if (candidates.isEmpty()) {
            return new EmbeddingBatch(rows);
        }
        int longest = first(candidates, queue).longest();
        int most = Math.max(1, maxTokens / longest);
        while (rows.size() < most && !candidates.isEmpty()) {
            EmbeddingJob job = first(candidates, queue);
            int position = job.take(shortest(longest), longest);
            candidates.remove(job);
            if (position >= 0) {
                rows.add(new Row(job, position));
                queue.served(job.place(), job.input(position).length);
                candidates.addLast(job);
                jobs.remove(job);
                jobs.addLast(job);
            }
        }
        return new EmbeddingBatch(rows);
    }

    private static EmbeddingJob first(List<EmbeddingJob> jobs, FairQueue<EmbeddingJob> queue) {
        EmbeddingJob first = jobs.getFirst();
        for (EmbeddingJob job : jobs) {
            if (queue.compareTurns(job.place(), first.place()) < 0) {
                first = job;
            }
        }
        return first;
    }

    /// Padding a short row costs as much as reading a long one.
    private static int shortest(int longest) {
        return longest <= 16 ? 0 : longest * 3 / 4;
    }

    List<int[]> tokens() {
        return rows.stream().map(Row::tokens).toList();
    }

    void complete(List<float[]> vectors) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            row.job().put(row.position(), vectors.get(i));
        }
    }

    void fail(Throwable cause) {
        rows.forEach(row -> row.job().fail(cause));
    }
}
