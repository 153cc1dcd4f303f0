package dev.passerelle.gateway.admission.redis;

import static dev.passerelle.gateway.admission.redis.World.KEY;
import static dev.passerelle.gateway.admission.redis.World.MODEL;
import static dev.passerelle.gateway.tenancy.Measure.CONCURRENT_REQUESTS;
import static dev.passerelle.gateway.tenancy.Measure.MONEY_PER_DAY;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_DAY;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.tenancy.Prices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many clients of three gateways at once: no budget is ever exceeded by one token, and what wasn't
/// used is back to the token when all have ended.
@Timeout(60)
class SharedLimitsTest {
    private static final int CLIENTS = 12;
    private static final int REQUESTS = 60;
    private static final Prices PRICES = new Prices(150_000, 600_000, "EUR");
    private static final List<Limit> LIMITS =
            List.of(
                    new Limit(KEY, TOKENS_PER_DAY, 9_000),
                    new Limit(MODEL, TOKENS_PER_MONTH, 20_000),
                    new Limit(KEY, MONEY_PER_DAY, 4_000_000_000L),
                    new Limit(KEY, CONCURRENT_REQUESTS, 9));

    private final World world = new World();
    private final List<AtomicLong> held = LIMITS.stream().map(_ -> new AtomicLong()).toList();
    private final AtomicLong granted = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdTogether(long seed) throws IOException, InterruptedException {
        try (TestRedis redis = new TestRedis();
                RedisLimiter a = world.gateway(redis.uri(), "a");
                RedisLimiter b = world.gateway(redis.uri(), "b");
                RedisLimiter c = world.gateway(redis.uri(), "c")) {
            List<RedisLimiter> gateways = List.of(a, b, c);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed * 100 + i);
                Limiter gateway = gateways.get(i % 3);
                clients.add(
                        CompletableFuture.runAsync(
                                () -> ask(gateway, random), Thread.ofVirtual()::start));
            }
            clients.forEach(CompletableFuture::join);
            assertThat(granted).hasPositiveValue();
            for (int i = 0; i < 3; i++) {
                Limit limit = LIMITS.get(i);
                long used = held.get(i).get();
                World.until("all is told", () -> world.sum(redis, limit) == used);
                assertThat(World.left(a, limit)).isEqualTo(limit.capacity() - held.get(i).get());
            }
            assertThat(World.left(b, LIMITS.get(3))).isEqualTo(8); // but for the one that asks
        }
    }

    private void ask(Limiter gateway, Random random) {
        for (int i = 0; i < REQUESTS; i++) {
            long most = 1 + random.nextLong(300);
            long least = random.nextBoolean() ? most : 1;
            Demand demand = new Demand(1 + random.nextInt(100), least, most, PRICES);
            Decision decision = gateway.reserve(LIMITS, demand);
            if (decision instanceof Decision.Granted(Reservation reservation)) {
                serve(reservation, demand, random);
            } else {
                assertThat(decision).isInstanceOf(Decision.Refused.class);
            }
        }
    }

    /// What is counted here is never more than what Redis counts: it grows later, shrinks earlier.
    private void serve(Reservation reservation, Demand demand, Random random) {
        granted.incrementAndGet();
        long completion = reservation.completionTokens();
        add(demand, completion, 1);
        for (int i = 0; i < LIMITS.size(); i++) {
            assertThat(held.get(i).get()).isLessThanOrEqualTo(LIMITS.get(i).capacity());
        }
        LockSupport.parkNanos(1_000);
        long prompt = random.nextInt(5) == 0 ? 0 : demand.promptTokens();
        long generated = prompt == 0 ? 0 : random.nextLong(completion + 1);
        add(demand, completion, -1);
        Demand used = new Demand(prompt, generated, generated, demand.prices());
        for (int i = 0; i < 3; i++) {
            held.get(i).addAndGet(used.amount(LIMITS.get(i).measure(), generated));
        }
        reservation.settle(prompt, generated);
    }

    private void add(Demand demand, long completion, int sign) {
        for (int i = 0; i < LIMITS.size(); i++) {
            held.get(i).addAndGet(sign * demand.amount(LIMITS.get(i).measure(), completion));
        }
    }
}
