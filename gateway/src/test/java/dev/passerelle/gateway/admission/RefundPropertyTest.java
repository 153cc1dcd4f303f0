package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rate with refunds against brute force: the whole history replayed with what each request used.
class RefundPropertyTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int STEPS = 300;

    /// In whole seconds of a rate of a token a second nothing is lost to rounding.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsExactlyWhatItWouldHadOnlyTheUsedPartBeenTaken(long seed) {
        for (int round = 0; round < 20; round++) {
            History history = new History(60, new Random(seed * 1000 + round));
            for (int step = 0; step < STEPS; step++) {
                history.step(bound -> history.random.nextLong(bound) * 1_000_000_000L);
                assertThat(history.left()).isEqualTo(history.replayedLevel() / MINUTE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 97, 1009})
    void noIntervalSeesMoreThanTheLimitAllows(long capacity) {
        for (int round = 0; round < 20; round++) {
            History history = new History(capacity, new Random(capacity * 1000 + round));
            for (int step = 0; step < STEPS; step++) {
                history.step(bound -> history.random.nextLong(bound * 1_000_000_000L));
                assertThat(history.left()).isLessThanOrEqualTo(history.replayedLevel() / MINUTE);
            }
            history.settleAll();
            history.checkIntervals();
        }
    }

    /// Requests to one bucket, as they came.
    private static final class History {
        private final Limit limit;
        private final Random random;
        private final ManualTime time = new ManualTime("2026-03-01T00:00:00Z");
        private final LocalLimiter limiter = new LocalLimiter(Charges.NONE, time, time::nanos);
        private final List<Request> all = new ArrayList<>();
        private final List<Request> live = new ArrayList<>();

        History(long capacity, Random random) {
            Scope scope = new Scope(Scope.Kind.KEY, "k");
            this.limit = new Limit(scope, Measure.TOKENS_PER_MINUTE, capacity);
            this.random = random;
        }

        /// @param pause of up to that many seconds, in nanoseconds
        void step(LongUnaryOperator pause) {
            if (random.nextInt(4) == 0) {
                time.passNanos(pause.applyAsLong(random.nextInt(10) == 0 ? 90 : 12));
            }
            if (!live.isEmpty() && random.nextBoolean()) {
                settle(live.remove(random.nextInt(live.size())));
            } else {
                reserve(1 + random.nextLong(limit.capacity()));
            }
        }

        private void reserve(long amount) {
            Demand demand = new Demand(amount, 0, 0, Prices.FREE);
            if (limiter.reserve(List.of(limit), demand)
                    instanceof Decision.Granted(Reservation reservation)) {
                Request request = new Request(time.nanos(), amount, reservation);
                all.add(request);
                live.add(request);
            }
        }

        private void settle(Request request) {
            request.used = random.nextLong(request.used + 1);
            request.reservation.settle(request.used, 0);
        }

        void settleAll() {
            live.forEach(this::settle);
            live.clear();
        }

        /// Asks for nothing to see what is left.
        long left() {
            Demand nothing = new Demand(0, 0, 0, Prices.FREE);
            Decision.Granted granted = (Decision.Granted) limiter.reserve(List.of(limit), nothing);
            return granted.reservation().standings().getFirst().remaining();
        }

        /// In tokens times a minute in nanoseconds.
        long replayedLevel() {
            long full = limit.capacity() * MINUTE;
            long level = full;
            long at = 0;
            for (Request request : all) {
                level = Math.min(full, level + limit.capacity() * (request.time - at));
                level -= request.used * MINUTE;
                at = request.time;
            }
            return Math.min(full, level + limit.capacity() * (time.nanos() - at));
        }

        void checkIntervals() {
            for (int first = 0; first < all.size(); first++) {
                long sum = 0;
                for (Request last : all.subList(first, all.size())) {
                    sum += last.used;
                    long nanos = last.time - all.get(first).time;
                    assertThat((sum - limit.capacity()) * MINUTE)
                            .isLessThanOrEqualTo(limit.capacity() * nanos);
                }
            }
        }
    }

    private static final class Request {
        private final long time;
        private final Reservation reservation;

        /// Of a live one, all it may use.
        private long used;

        Request(long time, long used, Reservation reservation) {
            this.time = time;
            this.used = used;
            this.reservation = reservation;
        }
    }
}
