package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import java.util.List;

/// Figures of one kind, computed together of a result and of windows drawn from it.
interface Figure {
    /// One for each figure.
    List<String> names();

    String unit();

    boolean lowerIsBetter();

    /// As the result's summary says; NaN where it says nothing.
    double[] of(Result result);

    /// The result's windows, ready for drawing.
    Drawing drawing(Result result);

    /// Windows of one result.
    interface Drawing {
        int windows();

        /// The figures of windows, each taken as often as it was drawn; NaN where they say nothing.
        double[] of(int[] times);
    }
}
