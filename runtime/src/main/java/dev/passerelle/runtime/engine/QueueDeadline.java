package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.fairness.Overload;
import dev.passerelle.runtime.fairness.Place;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Ends sequences that have waited too long for their first slot.
final class QueueDeadline {

    private final FairQueue<Sequence> queue;
    private final long nanos;
    private final Duration deadline;

    QueueDeadline(FairQueue<Sequence> queue, Duration deadline) {
        this.queue = queue;
        this.nanos = TimeUnit.NANOSECONDS.convert(deadline);
        this.deadline = deadline;
    }

    void enforce() {
        for (Place<Sequence> place = queue.overdue(nanos);
                place != null;
                place = queue.overdue(nanos)) {
            place.answered();
            place.item().fail(Overload.timeout(place.timing().queued(), deadline));
        }
    }

    /// Nanoseconds until there is something to end; [Long#MAX_VALUE] if nothing waits.
    long nanosLeft() {
        return queue.untilOverdue(nanos);
    }
}
