package dev.passerelle.gateway.admission;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.math.BigInteger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A rate of N a minute: a bucket that holds N, starts full and refills evenly.
///
/// A refund leaves the bucket as if only what was used had been taken in the first place. That may
/// be less than what wasn't used: a bucket that was full in the meantime would have overflowed. So
/// each charge remembers how near the bucket came to full between it and the next one, its
/// headroom; a refund flows over the headrooms from its own charge's on and lowers each, for with
/// it the bucket would have been fuller all that time, and what passes them all comes back.
///
/// What is used beyond a charge is taken when that is known, which may leave less than nothing.
final class Bucket implements Meter {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /// Bucket4j refills no more than a token each nanosecond.
    static final long MOST = MINUTE;

    /// How far below nothing it may go: what refills in a day.
    private static final long DEEPEST = Duration.ofDays(1).toMinutes();

    private long capacity;
    private BucketState state;
    private long now;
    private @Nullable Taken newest;

    /// @param capacity no more than [#MOST]
    Bucket(long capacity, long nanos) {
        this.capacity = capacity;
        this.state = state(capacity, capacity, nanos);
        this.now = nanos;
    }

    private static BucketState state(long capacity, long level, long nanos) {
        Bandwidth bandwidth =
                Bandwidth.builder()
                        .capacity(capacity)
                        .refillGreedy(capacity, Duration.ofMinutes(1))
                        .initialTokens(level)
                        .build();
        return BucketState.createInitialState(
                BucketConfiguration.builder().addLimit(bandwidth).build(),
                MathType.INTEGER_64_BITS,
                nanos);
    }

    /// Brings it to a time.
    void advance(long nanos) {
        refill(nanos);
        long headroom = headroom();
        if (headroom == 0) {
            forget();
        } else if (newest != null) {
            newest.headroom = Math.min(newest.headroom, headroom);
        }
    }

    /// First whole minutes, then steps small enough for Bucket4j to count them in whole numbers.
    private void refill(long nanos) {
        long step = (Long.MAX_VALUE - MINUTE) / capacity;
        if (nanos - now > step) {
            refillTo(nanos - (nanos - now) % MINUTE);
        }
        while (nanos - now > step) {
            refillTo(now + step);
        }
        refillTo(nanos);
    }

    private void refillTo(long nanos) {
        now = nanos;
        state.refillAllBandwidth(nanos);
    }

    /// Changes how much it holds: what is in it stays, as far as there is room; a full one stays
    /// full.
    void resize(long wanted) {
        if (wanted != capacity) {
            long level = full() ? wanted : Math.min(level(), wanted);
            capacity = wanted;
            state = state(wanted, Math.max(0, level), now);
            state.consume(Math.max(0, -level));
            advance(now);
        }
    }

    boolean full() {
        return level() == capacity;
    }

    private long level() {
        return state.getAvailableTokens();
    }

    @Override
    public long capacity() {
        return capacity;
    }

    @Override
    public long left() {
        return Math.max(0, level());
    }

    @Override
    public Duration until(long amount) {
        return timeToRefill(amount - level());
    }

    @Override
    public Duration reset() {
        return timeToRefill(capacity - level());
    }

    /// To the nanosecond; Bucket4j's own answer can be one too early.
    private Duration timeToRefill(long tokens) {
        long fraction = state.getRoundingError(0);
        if (tokens <= Long.MAX_VALUE / MINUTE) {
            return Duration.ofNanos(Math.ceilDiv(tokens * MINUTE - fraction, capacity));
        }
        BigInteger missing =
                BigInteger.valueOf(tokens)
                        .multiply(BigInteger.valueOf(MINUTE))
                        .subtract(BigInteger.valueOf(fraction));
        BigInteger[] nanos = missing.divideAndRemainder(BigInteger.valueOf(capacity));
        return Duration.ofNanos(nanos[0].longValueExact() + nanos[1].signum());
    }

    @Override
    public Charge take(long amount) {
        if (amount == 0) {
            return (used, nanos) -> {
                advance(nanos);
                exceed(used);
            };
        }
        state.consume(amount);
        Taken taken = new Taken(amount, headroom(), newest);
        if (newest != null) {
            newest.next = taken;
        }
        newest = taken;
        return taken;
    }

    /// Whole tokens by which it is short of full.
    private long headroom() {
        boolean partly = state.getRoundingError(0) > 0;
        return capacity - level() - (partly ? 1 : 0);
    }

    /// Nothing taken so far can come back: it would overflow.
    private void forget() {
        while (newest != null) {
            Taken taken = newest;
            newest = taken.previous;
            taken.lost = true;
            taken.previous = null;
            taken.next = null;
        }
    }

    private void refund(Taken taken, long unused) {
        long back = unused;
        for (Taken each = taken; each != null && back > 0; each = each.next) {
            back = Math.min(back, each.headroom);
            each.headroom -= back;
        }
        remove(taken);
        if (back > 0) {
            state.addTokens(back);
            advance(now);
        }
    }

    private void exceed(long excess) {
        state.consume(Math.clamp(excess, 0, Math.max(0, level() + DEEPEST * capacity)));
    }

    private void remove(Taken taken) {
        if (taken.previous != null) {
            taken.previous.headroom = Math.min(taken.previous.headroom, taken.headroom);
            taken.previous.next = taken.next;
        }
        if (taken.next != null) {
            taken.next.previous = taken.previous;
        } else {
            newest = taken.previous;
        }
    }

    /// A charge that isn't settled.
    private final class Taken implements Charge {
        private final long amount;

        /// The least there was between this charge and the next one.
        private long headroom;

        private boolean lost;
        private @Nullable Taken previous;
        private @Nullable Taken next;

        Taken(long amount, long headroom, @Nullable Taken previous) {
            this.amount = amount;
            this.headroom = headroom;
            this.previous = previous;
        }

        @Override
        public void settle(long used, long nanos) {
            advance(nanos);
            if (!lost) {
                refund(this, Math.max(0, amount - used));
            }
            exceed(Math.max(0, used - amount));
        }
    }
}
