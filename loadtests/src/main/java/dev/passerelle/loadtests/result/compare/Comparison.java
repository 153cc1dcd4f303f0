package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import java.util.ArrayList;
import java.util.List;

/// A second result held against a first.
///
/// A row is `better` or `worse` if the 95 % confidence interval of its change does not include
/// none. It is a regression if its change for the worse is beyond what is allowed and the whole
/// interval is: an interval that reaches into what is allowed, or that is unknown, is not.
///
/// @param rows figures that both results have; of sweeps the highest rate sustained
/// @param differences keys in which the scenarios differ, with both values
/// @param maxRegression NaN for no limit
public record Comparison(
        String nameA,
        String nameB,
        List<Row> rows,
        List<String> differences,
        double maxRegression) {
    public Comparison {
        rows = List.copyOf(rows);
        differences = List.copyOf(differences);
    }

    /// @throws ResultException if one is a sweep and one is not, or the first sustained no rate
    public static Comparison of(Result a, Result b, CompareOptions options) {
        var rows = new ArrayList<Row>();
        if (Sweeps.are(a, b)) {
            rows.addAll(Sweeps.rows(a, b, options));
        } else {
            for (Figure figure : Figures.ALL) {
                rows.addAll(rows(figure, a, b, options));
            }
        }
        return new Comparison(
                a.name(),
                b.name(),
                rows,
                Differences.of(a.scenario(), b.scenario()),
                options.maxRegression());
    }

    /// Whether any row is a regression.
    public boolean regressed() {
        return rows.stream().anyMatch(Row::regressed);
    }

    private static List<Row> rows(Figure figure, Result a, Result b, CompareOptions options) {
        double[] first = figure.of(a);
        double[] second = figure.of(b);
        double[] changes = Change.of(figure, first, second);
        List<Interval> intervals = Interval.of(figure, a, b, changes, options);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < first.length; i++) {
            if (!Double.isNaN(first[i]) && !Double.isNaN(second[i])) {
                Interval interval = intervals.get(i);
                double sign = figure.lowerIsBetter() ? 1 : -1;
                double leastWorse = figure.lowerIsBetter() ? interval.low() : -interval.high();
                rows.add(
                        new Row(
                                figure.names().get(i),
                                figure.unit(),
                                first[i],
                                second[i],
                                changes[i],
                                interval.low(),
                                interval.high(),
                                verdict(interval, sign),
                                leastWorse > options.maxRegression()));
            }
        }
        return rows;
    }

    private static Verdict verdict(Interval interval, double sign) {
        if (Double.isNaN(interval.low())) {
            return Verdict.UNKNOWN;
        }
        if (interval.low() <= 0 && interval.high() >= 0) {
            return Verdict.NO_DIFFERENCE;
        }
        return sign * interval.low() > 0 ? Verdict.WORSE : Verdict.BETTER;
    }
}
