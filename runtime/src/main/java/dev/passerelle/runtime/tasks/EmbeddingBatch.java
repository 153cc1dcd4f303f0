package dev.passerelle.runtime.tasks;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Inputs of one or more jobs that are read at once.
///
/// The job that has waited longest without a turn gives its longest input, whose length all rows
/// are padded to; then the jobs give in turn, one input each, as long as the batch with its padding
/// stays within the limit and the input is not much shorter. So a job with thousands of inputs
/// shares each batch with those that came after it.
record EmbeddingBatch(List<Row> rows) {

    /// @param position of the input in its job
    record Row(EmbeddingJob job, int position) {
        int[] tokens() {
            return job.input(position);
        }
    }

    /// Takes a batch from jobs in order of their turn; exhausted jobs are removed, the one that led
    /// goes to the end.
    ///
    /// @return empty if no job has anything left
    static EmbeddingBatch take(Deque<EmbeddingJob> jobs, int maxTokens) {
        jobs.removeIf(EmbeddingJob::exhausted);
        List<Row> rows = new ArrayList<>();
        if (jobs.isEmpty()) {
            return new EmbeddingBatch(rows);
        }
        int longest = jobs.getFirst().longest();
        int most = Math.max(1, maxTokens / longest);
        boolean taken = true;
        while (taken && rows.size() < most) {
            taken = false;
            for (EmbeddingJob job : jobs) {
                int position = rows.size() < most ? job.take(shortest(longest), longest) : -1;
                if (position >= 0) {
                    rows.add(new Row(job, position));
                    taken = true;
                }
            }
        }
        jobs.addLast(jobs.removeFirst());
        return new EmbeddingBatch(rows);
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
        rows.forEach(row -> row.job().done().completeExceptionally(cause));
    }
}
