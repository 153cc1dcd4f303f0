package dev.passerelle.loadtests.result.compare;

/// What changed from one value to another.
final class Change {
    private Change() {}

    /// As a share of the first; of shares the difference. NaN where there is none.
    static double of(Figure figure, double a, double b) {
        if (figure.unit().equals("%")) {
            return b - a;
        }
        return a > 0 ? b / a - 1 : Double.NaN;
    }
}
