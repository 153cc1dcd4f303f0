package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Summary;

/// What came in an interval, whichever request it belongs to: answers and their prompts at their
/// end, tokens when their events came.
final class Delivered {
    private final long from;
    private final long to;
    private long answers;
    private long good;
    private double promptTokens;
    private double outputTokens;

    /// @param from the first moment that is in it
    /// @param to the last one
    Delivered(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /// @param isGood whether it met all objectives
    void add(CallRecord record, boolean isGood) {
        if (holds(record.moments().ended())) {
            answers += record.outcome() == Outcome.OK ? 1 : 0;
            good += isGood ? 1 : 0;
            promptTokens += Came.prompt(record);
        }
        outputTokens += output(record);
    }

    private double output(CallRecord record) {
        long[] arrivals = record.arrivals();
        int tokens = Came.output(record);
        if (arrivals.length == 0) {
            return holds(record.moments().ended()) ? tokens : 0;
        }
        if (holds(arrivals[0]) && holds(arrivals[arrivals.length - 1])) {
            return tokens;
        }
        int in = 0;
        for (long arrival : arrivals) {
            in += holds(arrival) ? 1 : 0;
        }
        return (double) tokens * in / arrivals.length;
    }

    private boolean holds(long time) {
        return time >= from && time <= to;
    }

    void add(Delivered other) {
        answers += other.answers;
        good += other.good;
        promptTokens += other.promptTokens;
        outputTokens += other.outputTokens;
    }

    /// @param per one divided by the seconds of the interval
    Summary.Throughput throughput(double per) {
        return new Summary.Throughput(answers * per, promptTokens * per, outputTokens * per);
    }

    /// Requests that met all objectives.
    long good() {
        return good;
    }
}
