package dev.passerelle.loadtests.report;

import java.util.List;

/// What a chart draws, for the page's script, which decides how it looks.
///
/// @param kind how: `lines`, `areas` (stacked), `columns` (stacked), `rows` (stacked, one for each
///   category), `scatter`
/// @param categories of `rows`, from the top; else empty
record Plot(
        String kind,
        Axis x,
        Axis y,
        List<String> categories,
        List<Series> series,
        List<Mark> marks) {
    Plot(String kind, Axis x, Axis y, List<Series> series, List<Mark> marks) {
        this(kind, x, y, List.of(), series, marks);
    }

    /// @param unit how its numbers are written: `ms`, `s`, `/s`, `%`, `bytes` or empty
    /// @param log whether it may be, and at first is, logarithmic
    record Axis(String name, String unit, boolean log) {
        Axis(String name, String unit) {
            this(name, unit, false);
        }
    }

    /// @param colour a role (`ttft`, `ok`, `queue`, ...), the same in all charts
    /// @param style `p50`, `p90` and `p99` of one measure differ in it; `hidden` only takes place;
    ///   empty for the usual
    /// @param points x and y; only a value for each category in `rows`. NaN for none
    record Series(String name, String colour, String style, List<double[]> points) {}

    /// A line across at a value of an axis.
    ///
    /// @param axis `x` or `y`; `before` for all of the x axis up to the value
    record Mark(String axis, double at, String label, String colour) {}
}
