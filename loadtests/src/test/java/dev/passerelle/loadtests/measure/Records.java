package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.plan.Slo;
import java.util.List;

/// Requests that are over, for tests; times in milliseconds.
final class Records {
    static final long MS = 1_000_000;

    private Records() {}

    /// A complete stream: first token after `ttft`, then one each `gap`.
    static CallRecord stream(long number, double start, double ttft, double gap, int tokens) {
        return stream(number, "chat", Outcome.OK, start, ttft, gap, tokens, tokens);
    }

    static CallRecord stream(
            long number,
            String kind,
            Outcome outcome,
            double start,
            double ttft,
            double gap,
            int events,
            int usage) {
        long[] arrivals = new long[events];
        for (int i = 0; i < events; i++) {
            arrivals[i] = nanos(start + ttft + i * gap);
        }
        var moments =
                new Moments(
                        nanos(start),
                        nanos(start) + MS / 10,
                        -1,
                        nanos(start + ttft),
                        arrivals[0],
                        arrivals[events - 1],
                        arrivals[events - 1]);
        return record(number, kind, outcome, "", moments, tokens(usage, events), arrivals);
    }

    /// An answer that comes whole.
    static CallRecord whole(long number, double start, double took, int tokens) {
        return ended(
                number, "whole", Outcome.OK, "", start, took, new Tokens(10, 8, 10, tokens, 0, 0));
    }

    static CallRecord without(
            long number, Outcome outcome, String failure, double start, double took) {
        return ended(number, "chat", outcome, failure, start, took, tokens(-1, 0));
    }

    private static CallRecord ended(
            long number,
            String kind,
            Outcome outcome,
            String failure,
            double start,
            double took,
            Tokens tokens) {
        var moments = new Moments(nanos(start), nanos(start), -1, -1, -1, -1, nanos(start + took));
        return record(number, kind, outcome, failure, moments, tokens, new long[0]);
    }

    private static CallRecord record(
            long number,
            String kind,
            Outcome outcome,
            String failure,
            Moments moments,
            Tokens tokens,
            long[] arrivals) {
        return new CallRecord(
                number,
                number,
                0,
                kind,
                outcome,
                failure,
                outcome == Outcome.OK ? 200 : 0,
                moments,
                tokens,
                arrivals,
                ServerTiming.NONE,
                "",
                "");
    }

    private static Tokens tokens(int usage, int events) {
        return new Tokens(10, 8, usage < 0 ? -1 : 10, usage, -1, events);
    }

    private static long nanos(double millis) {
        return Math.round(millis * MS);
    }

    /// What a recorder makes of records; times are milliseconds.
    static Recording recorded(long warmUp, long end, Slo slo, List<CallRecord> records) {
        var frame = new Frame(warmUp * MS, end * MS, slo, 1);
        try (var recorder = Recorder.started(frame, () -> 0, r -> {}, s -> {})) {
            records.forEach(recorder::accept);
            return recorder.finish(end * MS);
        }
    }
}
