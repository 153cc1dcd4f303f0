package dev.passerelle.gateway.admission.redis;

import static dev.passerelle.gateway.admission.redis.World.left;
import static dev.passerelle.gateway.admission.redis.World.limit;
import static dev.passerelle.gateway.admission.redis.World.take;
import static dev.passerelle.gateway.admission.redis.World.tokens;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is served in any t seconds is at most N + N·t/60, refunds or not.
@Timeout(120)
class RedisRatesTest {
    private static final long N = 600;
    private static final Limit RATE = limit(TOKENS_PER_MINUTE, N);
    private static final long SCALE = 60_000;
    private static TestRedis redis;

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private RedisLimiter gateway;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @BeforeEach
    void open() {
        redis.ask(commands -> commands.flushall());
        gateway =
                new World()
                        .gateway(
                                redis.uri(),
                                "a",
                                WhenUnavailable.REFUSE,
                                World.at(() -> Long.toString(millis.get())));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatWasRefilledInTheMeantimeDoesntComeBackTwice() {
        Reservation early = take(gateway, tokens(N, 0), RATE);
        millis.addAndGet(60_000);
        take(gateway, tokens(N, 0), RATE);
        early.settle(1, 0);
        assertThat(left(gateway, RATE)).isZero();
    }

    @Test
    void whatWasUsedBeyondTheReservationIsOwed() {
        Reservation guessed = take(gateway, tokens(100, 0), RATE);
        Reservation other = take(gateway, tokens(100, 0), RATE);
        guessed.settle(N, N);
        other.settle(0, 0);
        assertThat(left(gateway, RATE)).isZero();
        millis.addAndGet(60_000 - 1);
        assertThat(left(gateway, RATE)).isZero();
        millis.addAndGet(101);
        assertThat(left(gateway, RATE)).isEqualTo(1);
        take(gateway, tokens(1, 0), RATE).settle(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(left(gateway, RATE)).isZero();
    }

    @Test
    void withoutARefillEverythingComesBack() {
        List<Reservation> taken = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            taken.add(take(gateway, tokens(1 + i % 7, i % 3), RATE));
        }
        taken.reversed().forEach(each -> each.settle(0, 0));
        assertThat(left(gateway, RATE)).isEqualTo(N);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void isAsIfOnlyWhatWasUsedHadBeenTaken(long seed) {
        Random random = new Random(seed);
        List<Served> all = run(random, 250, 40);
        for (Served first : all) {
            for (Served last : all) {
                if (first.millis <= last.millis) {
                    assertThat(served(all, first.millis, last.millis) * SCALE)
                            .isLessThanOrEqualTo(N * SCALE + N * (last.millis - first.millis));
                }
            }
        }
    }

    /// With more open at once than low points are kept, less may come back, never more.
    @Test
    void manyAtOnceGetBackNoMoreThanTheyMay() {
        Random random = new Random(7);
        List<Served> all = run(random, 400, 200);
        assertThat(left(gateway, RATE)).isLessThanOrEqualTo(inHindsight(all));
    }

    private List<Served> run(Random random, int steps, int open) {
        List<Served> all = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(4)) {
                case 0 -> millis.addAndGet(random.nextInt(random.nextInt(8) == 0 ? 60_000 : 700));
                case 1 -> {
                    List<Served> running = all.stream().filter(each -> each.running).toList();
                    if (!running.isEmpty()) {
                        running.get(random.nextInt(running.size())).settle(random);
                    }
                }
                default -> {
                    long wanted = 1 + random.nextLong(random.nextInt(4) == 0 ? 200 : 30);
                    if (gateway.reserve(List.of(RATE), tokens(wanted, 0))
                            instanceof Decision.Granted(Reservation taken)) {
                        all.add(new Served(millis.get(), wanted, taken));
                    }
                }
            }
            if (all.stream().filter(each -> each.running).count() <= open && open < 64) {
                assertThat(left(gateway, RATE)).isEqualTo(inHindsight(all));
            }
        }
        return all;
    }

    /// What a bucket would hold in which only that had been taken which was used.
    private long inHindsight(List<Served> all) {
        long debt = 0;
        long time = 0;
        for (Served each : all) {
            debt = Math.max(0, debt - N * (each.millis - time)) + each.amount * SCALE;
            time = each.millis;
        }
        debt = Math.max(0, debt - N * (millis.get() - time));
        return (N * SCALE - debt) / SCALE;
    }

    private static long served(List<Served> all, long from, long to) {
        return all.stream()
                .filter(each -> each.millis >= from && each.millis <= to)
                .mapToLong(each -> each.amount)
                .sum();
    }

    /// A request: what it took, or what it used once it has ended.
    private static final class Served {
        private final long millis;
        private long amount;
        private final Reservation taken;
        private boolean running = true;

        Served(long millis, long amount, Reservation taken) {
            this.millis = millis;
            this.amount = amount;
            this.taken = taken;
        }

        void settle(Random random) {
            amount = random.nextLong(amount + 1);
            taken.settle(amount, 0);
            running = false;
        }
    }
}
