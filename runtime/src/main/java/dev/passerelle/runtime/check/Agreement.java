package dev.passerelle.runtime.check;

import dev.passerelle.runtime.sampling.Logprobs;

/// Sums up how near log-probabilities are to a reference's.
final class Agreement {

    private int positions;
    private int agreed;
    private int compared;
    private double total;
    private double greatest;

    void add(ReferenceCase.Position position, Logprobs logprobs) {
        positions++;
        if (logprobs.mostLikely(1).getFirst() == position.token()) {
            agreed++;
        }
        for (ReferenceCase.Likely likely : position.top()) {
            double difference = Math.abs(logprobs.of(likely.token()) - likely.logprob());
            compared++;
            total += difference;
            greatest = Math.max(greatest, difference);
        }
    }

    ReferenceCheck.Report report() {
        return new ReferenceCheck.Report(
                (double) agreed / positions, total / compared, greatest, positions);
    }
}
