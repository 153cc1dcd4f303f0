package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;

/// A figure that can be computed of a result and of windows drawn from it.
interface Figure {
    String name();

    String unit();

    boolean lowerIsBetter();

    /// As the result's summary says; NaN where it says nothing.
    double of(Result result);

    /// The result's windows, ready for drawing.
    Drawing drawing(Result result);

    /// Windows of one result.
    interface Drawing {
        int windows();

        /// The figure of windows, each taken as often as it was drawn; NaN where they say nothing.
        double of(int[] times);
    }
}
