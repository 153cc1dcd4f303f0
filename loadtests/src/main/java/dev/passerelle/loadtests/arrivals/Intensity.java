package dev.passerelle.loadtests.arrivals;

/// How many arrivals are expected until when. A Poisson process of a changing rate is one of rate 1
/// whose time is the number expected: taking arrivals there and turning them back is exact.
interface Intensity {
    /// The arrivals expected until so many seconds.
    double expected(double seconds);

    /// The seconds until so many arrivals are expected; infinite where they never are.
    double seconds(double expected);
}
