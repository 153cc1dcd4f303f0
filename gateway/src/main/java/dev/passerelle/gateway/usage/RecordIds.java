package dev.passerelle.gateway.usage;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Makes ids of records: version 7 of RFC 9562, in the order of time. Unique by 40 random bits of
/// the process and a counter of 34 bits.
final class RecordIds {
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long process = new SecureRandom().nextLong() & 0xFF_FFFF_FFFFL;
    private final AtomicLong count = new AtomicLong();

    UUID next(Instant time) {
        long number = count.getAndIncrement();
        long high = (time.toEpochMilli() << 16) | VERSION | (number & 0xFFF);
        long low = VARIANT | (process << 22) | ((number >>> 12) & 0x3F_FFFF);
        return new UUID(high, low);
    }
}
