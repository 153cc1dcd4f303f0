package dev.passerelle.gateway.usage;

import java.time.Duration;

/// How a ledger works.
///
/// @param segmentBytes how long a file of the journal gets
/// @param checkpointPause between two looks at how far running requests are
/// @param drainPause between two batches for the database
/// @param startPatience how long a start waits for a database that takes nothing
/// @param closePatience how long an end does
record LedgerOptions(
        long segmentBytes,
        Duration checkpointPause,
        Duration drainPause,
        Duration startPatience,
        Duration closePatience) {
    static final LedgerOptions DEFAULT =
            new LedgerOptions(
                    8 << 20,
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10));
}
