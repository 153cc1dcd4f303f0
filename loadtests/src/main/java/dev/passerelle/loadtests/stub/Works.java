package dev.passerelle.loadtests.stub;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// What the requests of a stub share.
///
/// @param numbers the next request's
/// @param closing open when hanging requests are to end
record Works(
        StubOptions options,
        Pacer pacer,
        Stalls stalls,
        Slots slots,
        StubMetrics metrics,
        Journal journal,
        AtomicLong numbers,
        CountDownLatch closing) {
    static Works of(StubOptions options, Pacer pacer) {
        Slots slots = new Slots(options.slots());
        return new Works(
                options,
                pacer,
                new Stalls(options.stalls()),
                slots,
                new StubMetrics(slots, options.model()),
                new Journal(options.remember()),
                new AtomicLong(),
                new CountDownLatch(1));
    }
}
