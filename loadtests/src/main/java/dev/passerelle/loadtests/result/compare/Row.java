package dev.passerelle.loadtests.result.compare;

/// One figure of two results.
///
/// @param name of the figure (`ttft p99`)
/// @param unit `ms`, `/s` or `%`
/// @param a the first result's value
/// @param b the second's
/// @param change of the second against the first: a share of the first, for figures in `%` the
///   difference in shares; NaN where the first is 0
/// @param low lower end of the change's 95 % confidence interval; NaN where it is unknown
/// @param high upper end
/// @param regressed whether it is worse by more than is allowed, the whole interval with it
public record Row(
        String name,
        String unit,
        double a,
        double b,
        double change,
        double low,
        double high,
        Verdict verdict,
        boolean regressed) {}
