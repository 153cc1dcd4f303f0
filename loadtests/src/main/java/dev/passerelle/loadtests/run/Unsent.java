package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.workload.Ask;

/// What is recorded of an arrival that the server never saw.
final class Unsent {
    private static final long[] NOTHING = {};

    private Unsent() {}

    /// Too many requests were under way.
    static CallRecord full(long number, long conversation, Ask ask, long intended) {
        String failure = "not sent: too many requests under way";
        return record(number, conversation, ask, intended, Outcome.NOT_SENT, failure);
    }

    /// The run was ended when it was due.
    static CallRecord stopped(long number, long conversation, Ask ask, long intended) {
        return record(number, conversation, ask, intended, Outcome.UNFINISHED, "");
    }

    private static CallRecord record(
            long number,
            long conversation,
            Ask ask,
            long intended,
            Outcome outcome,
            String failure) {
        return new CallRecord(
                number,
                conversation,
                0,
                ask.kind(),
                outcome,
                failure,
                0,
                new Moments(intended, -1, -1, -1, -1, -1, intended),
                new Tokens(ask.promptTokens(), ask.outputTokens(), -1, -1, -1, 0),
                NOTHING,
                ServerTiming.NONE,
                "",
                "");
    }
}
