package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// The 95 % confidence interval of a change: where its middle lies in 95 of 100 draws of both
/// results' windows.
///
/// @param low NaN where there are too few windows
/// @param high NaN where there are too few windows
record Interval(double low, double high) {
    static final int FEWEST_WINDOWS = 5;
    static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    private static final double TAIL = 0.025;

    /// One for each of the figures.
    ///
    /// @param changes as the summaries say
    static List<Interval> of(
            Figure figure, Result a, Result b, double[] changes, CompareOptions options) {
        Figure.Drawing first = figure.drawing(a);
        Figure.Drawing second = figure.drawing(b);
        if (first.windows() < FEWEST_WINDOWS || second.windows() < FEWEST_WINDOWS) {
            return Collections.nCopies(changes.length, UNKNOWN);
        }
        double[] centres = Change.of(figure, first.of(once(first)), second.of(once(second)));
        double[][] draws = draws(figure, first, second, options);
        var intervals = new ArrayList<Interval>();
        for (int i = 0; i < changes.length; i++) {
            int which = i;
            double[] drawn = Arrays.stream(draws).mapToDouble(d -> d[which]).toArray();
            intervals.add(around(changes[i], centres[i], drawn));
        }
        return intervals;
    }

    private static Interval around(double change, double centre, double[] drawn) {
        double[] known = Arrays.stream(drawn).filter(c -> !Double.isNaN(c)).sorted().toArray();
        if (Double.isNaN(centre) || Double.isNaN(change) || known.length == 0) {
            return UNKNOWN;
        }
        double shift = change - centre;
        return new Interval(at(known, TAIL) + shift, at(known, 1 - TAIL) + shift);
    }

    private static double[][] draws(
            Figure figure, Figure.Drawing a, Figure.Drawing b, CompareOptions options) {
        var random = new SplittableRandom(options.seed());
        var blocksA = new Blocks(a.windows());
        var blocksB = new Blocks(b.windows());
        double[][] changes = new double[options.resamples()][];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = Change.of(figure, a.of(blocksA.draw(random)), b.of(blocksB.draw(random)));
        }
        return changes;
    }

    private static int[] once(Figure.Drawing drawing) {
        int[] times = new int[drawing.windows()];
        Arrays.fill(times, 1);
        return times;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }
}
