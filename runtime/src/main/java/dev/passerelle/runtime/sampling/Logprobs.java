package dev.passerelle.runtime.sampling;

import java.util.ArrayList;
import java.util.List;

/// Log-probabilities of one row: natural logarithms under the model itself, before temperature and
/// filters.
public final class Logprobs {

    private final LogitsRow row;
    private final double logSumExp;

    public Logprobs(LogitsRow row) {
        this.row = row;
        this.logSumExp = row.logSumExp();
    }

    public float of(int token) {
        return (float) (row.logit(token) - logSumExp);
    }

    /// The `count` most likely tokens, most likely first; the lower id first among equals.
    public List<Integer> mostLikely(int count) {
        List<Integer> best = new ArrayList<>(count + 1);
        float floor = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < row.size(); token++) {
            float logit = row.logit(token);
            if (count > 0 && (best.size() < count || logit > floor)) {
                int at = best.size();
                while (at > 0 && row.logit(best.get(at - 1)) < logit) {
                    at--;
                }
                best.add(at, token);
                if (best.size() > count) {
                    best.removeLast();
                }
                floor = row.logit(best.getLast());
            }
        }
        return best;
    }
}
