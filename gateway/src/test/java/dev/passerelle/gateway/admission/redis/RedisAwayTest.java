package dev.passerelle.gateway.admission.redis;

import static dev.passerelle.gateway.admission.redis.World.KEY;
import static dev.passerelle.gateway.admission.redis.World.QUICK;
import static dev.passerelle.gateway.admission.redis.World.left;
import static dev.passerelle.gateway.admission.redis.World.limit;
import static dev.passerelle.gateway.admission.redis.World.take;
import static dev.passerelle.gateway.admission.redis.World.tokens;
import static dev.passerelle.gateway.admission.redis.World.until;
import static dev.passerelle.gateway.tenancy.Measure.CONCURRENT_REQUESTS;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_DAY;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Redis is killed, forgets, stalls, or isn't there yet.
@Timeout(60)
class RedisAwayTest {
    private static final Limit BUDGET = limit(TOKENS_PER_DAY, 1000);
    private static final Limit RUNNING = limit(CONCURRENT_REQUESTS, 5);

    private final World world = new World();
    private TestRedis redis;

    @BeforeEach
    void start() throws IOException {
        redis = new TestRedis();
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
    }

    private RedisLimiter impatient(URI uri) {
        Timing timing =
                new Timing(
                        Duration.ofSeconds(1),
                        QUICK.beat(),
                        QUICK.lives(),
                        QUICK.grace(),
                        QUICK.retry(),
                        QUICK.time());
        return world.gateway(uri, "a", WhenUnavailable.REFUSE, timing);
    }

    private static boolean answers(RedisLimiter gateway) {
        return gateway.trouble().isEmpty();
    }

    @Test
    void whatRedisForgotIsToldAgain() throws IOException, InterruptedException {
        try (RedisLimiter a = world.gateway(redis.uri(), "a");
                RedisLimiter b = world.gateway(redis.uri(), "b")) {
            Reservation running = take(a, tokens(100, 200), BUDGET, RUNNING);
            take(a, tokens(50, 0), BUDGET, RUNNING).settle(50, 0);
            take(b, tokens(300, 0), BUDGET, RUNNING);
            redis.kill();
            until("a notices", () -> !answers(a));
            assertThat(a.reserve(List.of(BUDGET), tokens(1, 0)))
                    .isInstanceOf(Decision.Unknown.class);
            running.settle(100, 100);
            redis.restart();
            until("both are back", () -> answers(a) && answers(b));
            assertThat(left(a, BUDGET)).isEqualTo(1000 - 200 - 50 - 300);
            assertThat(left(b, RUNNING)).isEqualTo(3);
        }
    }

    @Test
    void aFlushedRedisIsToldAgainToo() throws InterruptedException {
        try (RedisLimiter a = world.gateway(redis.uri(), "a")) {
            take(a, tokens(100, 200), BUDGET);
            redis.ask(commands -> commands.flushall());
            until(
                    "it is told",
                    () ->
                            a.reserve(List.of(BUDGET), tokens(0, 0))
                                            instanceof Decision.Granted(Reservation taken)
                                    && taken.standings().getFirst().remaining() == 700);
        }
    }

    /// Nobody knows what was taken of rates.
    @Test
    void ratesBeginEmptyOnceRedisForgot() throws InterruptedException {
        Limit rate = limit(TOKENS_PER_MINUTE, 1_000_000);
        try (RedisLimiter a = world.gateway(redis.uri(), "a")) {
            assertThat(left(a, rate)).isEqualTo(1_000_000);
            redis.ask(commands -> commands.flushall());
            until(
                    "it joins",
                    () -> a.reserve(List.of(RUNNING), tokens(0, 0)) instanceof Decision.Granted);
            assertThat(left(a, rate)).isLessThan(500_000);
        }
    }

    @Test
    void requestsAndRefundsUnderLoadAreNeitherLostNorCountedTwice()
            throws IOException, InterruptedException {
        Limit budget = limit(TOKENS_PER_DAY, 1_000_000_000);
        AtomicLong used = new AtomicLong();
        AtomicInteger unknown = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        AtomicInteger kills = new AtomicInteger();
        try (RedisLimiter a = world.gateway(redis.uri(), "a");
                RedisLimiter b = world.gateway(redis.uri(), "b")) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RedisLimiter gateway = i % 2 == 0 ? a : b;
                Random random = new Random(i);
                clients.add(
                        CompletableFuture.runAsync(
                                () -> {
                                    while (kills.get() < 3) {
                                        Decision decision =
                                                gateway.reserve(
                                                        List.of(budget, RUNNING), tokens(50, 100));
                                        switch (decision) {
                                            case Decision.Granted(Reservation reservation) -> {
                                                long completion = random.nextInt(101);
                                                used.addAndGet(50 + completion);
                                                served.incrementAndGet();
                                                LockSupport.parkNanos(1_000);
                                                reservation.settle(50, completion);
                                            }
                                            case Decision.Unknown _ -> {
                                                unknown.incrementAndGet();
                                                LockSupport.parkNanos(1_000);
                                            }
                                            default -> LockSupport.parkNanos(1_000);
                                        }
                                    }
                                },
                                Thread.ofPlatform()::start));
            }
            for (int i = 0; i < 3; i++) {
                int before = served.get();
                until("requests are served", () -> served.get() > before + 50);
                redis.kill();
                until("they notice", () -> !answers(a) && !answers(b));
                redis.restart();
                until("they are back", () -> answers(a) && answers(b));
                kills.incrementAndGet();
            }
            clients.forEach(CompletableFuture::join);
            until("all are back", () -> answers(a) && answers(b));
            assertThat(unknown).hasPositiveValue();
            until("all is told", () -> world.sum(redis, budget) == used.get());
            assertThat(left(a, budget)).isEqualTo(budget.capacity() - used.get());
            assertThat(left(b, RUNNING)).isEqualTo(4);
        }
    }

    @Test
    void aKilledGatewayFindsWhatItHadChargedAndNotWhatItHadReserved()
            throws IOException, InterruptedException {
        try (StallingProxy proxy = new StallingProxy(redis.port);
                RedisLimiter other = world.gateway(redis.uri(), "b")) {
            RedisLimiter killed = world.gateway(proxy.uri(), "a");
            take(killed, tokens(100, 0), BUDGET, RUNNING).settle(100, 0);
            take(killed, tokens(500, 0), BUDGET, RUNNING);
            world.charge("a", KEY, TOKENS_PER_DAY, 100);
            World.kill(killed, proxy);
            assertThat(left(other, BUDGET)).isEqualTo(400);
            try (RedisLimiter restarted = world.gateway(redis.uri(), "a")) {
                assertThat(left(other, BUDGET)).isEqualTo(900);
                assertThat(left(restarted, RUNNING)).isEqualTo(4);
                take(restarted, tokens(900, 0), BUDGET);
            }
        }
    }

    @Test
    void whatTheDeadChargedComesFromTheLedgerWhenRedisForgot() throws InterruptedException {
        world.charge("dead", KEY, TOKENS_PER_DAY, 250);
        try (RedisLimiter a = world.gateway(redis.uri(), "a")) {
            assertThat(left(a, BUDGET)).isEqualTo(750);
            world.charge("dead", KEY, TOKENS_PER_DAY, 50);
            redis.ask(commands -> commands.flushall());
            until(
                    "it is told",
                    () ->
                            a.reserve(List.of(BUDGET), tokens(0, 0))
                                            instanceof Decision.Granted(Reservation taken)
                                    && taken.standings().getFirst().remaining() == 700);
        }
    }

    /// Which is a second, so that a thousand that wait would take longer than this class may.
    @Test
    void aStallIsWaitedForOnce() throws IOException, InterruptedException {
        try (StallingProxy proxy = new StallingProxy(redis.port);
                RedisLimiter a = impatient(proxy.uri())) {
            Reservation running = take(a, tokens(300, 100), BUDGET, RUNNING);
            proxy.stall();
            assertThat(a.reserve(List.of(BUDGET), tokens(500, 0)))
                    .isInstanceOf(Decision.Unknown.class);
            for (int i = 0; i < 1000; i++) {
                assertThat(a.reserve(List.of(BUDGET), tokens(1, 0)))
                        .isInstanceOf(Decision.Unknown.class);
            }
            running.settle(300, 0);
            proxy.flow();
            until("it is back", () -> answers(a));
            assertThat(left(a, BUDGET)).isEqualTo(700);
            assertThat(left(a, RUNNING)).isEqualTo(4);
        }
    }

    @Test
    void ifSoConfiguredThisProcessCountsMeanwhile() throws IOException, InterruptedException {
        try (RedisLimiter a = world.gateway(redis.uri(), "a", WhenUnavailable.LOCAL, QUICK);
                RedisLimiter b = world.gateway(redis.uri(), "b")) {
            take(b, tokens(100, 0), BUDGET);
            take(a, tokens(200, 0), BUDGET);
            redis.kill();
            until("they notice", () -> !answers(a) && !answers(b));
            assertThat(a.reserve(List.of(BUDGET), tokens(701, 0)))
                    .isInstanceOf(Decision.Refused.class);
            Reservation running = take(a, tokens(600, 100), BUDGET);
            redis.restart();
            until("they are back", () -> answers(a) && answers(b));
            assertThat(b.reserve(List.of(BUDGET), tokens(1, 0)))
                    .isInstanceOf(Decision.Refused.class);
            running.settle(400, 0);
            until("it is given back", () -> world.sum(redis, BUDGET) == 700);
        }
    }

    @Test
    void itStartsBeforeRedis() throws IOException, InterruptedException {
        redis.kill();
        try (RedisLimiter a = world.gateway(redis.uri(), "a")) {
            assertThat(a.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1:" + redis.port));
            redis.restart();
            until("it is back", () -> answers(a));
            take(a, tokens(1000, 0), BUDGET);
        }
    }
}
