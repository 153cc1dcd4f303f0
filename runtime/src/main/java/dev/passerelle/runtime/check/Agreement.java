package dev.passerelle.runtime.check;

/// Sums up how near log-probabilities are to a reference's.
final class Agreement {

    private int positions;
    private int agreed;
    private int compared;
    private double total;
    private double greatest;

    void add(ReferenceCase.Position position, double[] logprobs) {
        positions++;
        if (mostLikely(logprobs) == position.token()) {
            agreed++;
        }
        for (ReferenceCase.Likely likely : position.top()) {
            double difference = Math.abs(logprobs[likely.token()] - likely.logprob());
            // a NaN must not pass for agreement
            difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            compared++;
            total += difference;
            greatest = Math.max(greatest, difference);
        }
    }

    private static int mostLikely(double[] logprobs) {
        int best = 0;
        for (int i = 1; i < logprobs.length; i++) {
            if (logprobs[i] > logprobs[best]) {
                best = i;
            }
        }
        return best;
    }

    ReferenceCheck.Report report() {
        return new ReferenceCheck.Report(
                (double) agreed / positions, total / compared, greatest, positions);
    }
}
