package dev.passerelle.gateway.admission;

import java.time.Duration;

/// What became of a wish to take something.
public sealed interface Decision {

    /// It is taken from every limit.
    record Granted(Reservation reservation) implements Decision {}

    /// Not now; nothing is taken.
    ///
    /// @param needed what was wanted at least, in the measure's unit
    /// @param retryAfter when it would fit, if nobody else takes it
    record Refused(Standing standing, long needed, Duration retryAfter) implements Decision {}

    /// Never: it is more than the whole limit. Nothing is taken.
    ///
    /// @param needed what was wanted at least, in the measure's unit
    /// @param shorterFits whether it would fit if fewer tokens were to be generated
    record NeverFits(Limit limit, long needed, boolean shorterFits) implements Decision {

        public NeverFits(Limit limit, Demand demand) {
            this(
                    limit,
                    demand.amount(limit.measure(), demand.leastCompletion()),
                    demand.leastCompletion() > 1
                            && demand.amount(limit.measure(), 1) <= limit.capacity());
        }
    }

    /// What is left can't be told, because the place where it is counted doesn't answer.
    record Unknown(String why) implements Decision {}
}
