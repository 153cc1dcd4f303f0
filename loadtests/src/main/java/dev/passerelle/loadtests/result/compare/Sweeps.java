package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.List;

/// Two sweeps: their steps are of different rates, so all that can be compared is the highest rate
/// sustained. It lies between that and the next rate tried, which was not.
final class Sweeps {
    private Sweeps() {}

    /// Whether both are sweeps.
    ///
    /// @throws ResultException if only one is
    static boolean are(Result a, Result b) {
        if ((a.capacity() == null) != (b.capacity() == null)) {
            throw new ResultException(
                    "one of them is a sweep and one is not; compare two sweeps, or two load tests"
                            + " of the same rate");
        }
        return a.capacity() != null;
    }

    static List<Row> rows(Result a, Result b, CompareOptions options) {
        double first = sustained(a);
        double second = sustained(b);
        if (first == 0) {
            throw new ResultException(
                    "the first sweep sustained no rate; there is none to compare");
        }
        double change = second / first - 1;
        double low = second / notSustained(a) - 1;
        double high = notSustained(b) / first - 1;
        return List.of(
                new Row(
                        "sustained",
                        "/s",
                        first,
                        second,
                        change,
                        low,
                        high,
                        verdict(low, high),
                        -high > options.maxRegression()));
    }

    private static Verdict verdict(double low, double high) {
        if (low > 0) {
            return Verdict.BETTER;
        }
        return high < 0 ? Verdict.WORSE : Verdict.NO_DIFFERENCE;
    }

    private static double sustained(Result result) {
        Capacity capacity = result.capacity();
        return capacity == null ? 0 : capacity.sustained();
    }

    /// The lowest rate above the highest sustained one; that one where there is none.
    private static double notSustained(Result result) {
        double sustained = sustained(result);
        return result.sweep().stream()
                .mapToDouble(SweepStep::rate)
                .filter(rate -> rate > sustained)
                .min()
                .orElse(sustained);
    }
}
