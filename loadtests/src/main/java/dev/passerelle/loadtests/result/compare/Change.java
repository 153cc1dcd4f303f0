package dev.passerelle.loadtests.result.compare;

/// What changed from one value to another.
final class Change {
    private Change() {}

    static double[] of(Figure figure, double[] a, double[] b) {
        double[] changes = new double[a.length];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = of(figure, a[i], b[i]);
        }
        return changes;
    }

    /// As a share of the first; of shares the difference. NaN where there is none.
    private static double of(Figure figure, double a, double b) {
        if (figure.unit().equals("%")) {
            return b - a;
        }
        return a > 0 ? b / a - 1 : Double.NaN;
    }
}
