package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What tests of shared limits have in common: a ledger, a clock, gateways.
final class World implements Charges {
    /// In the future, since Redis drops what is over.
    static final Instant NOON = Instant.parse("2096-05-17T12:00:00Z");

    static final LocalDate TODAY = LocalDate.parse("2096-05-17");
    static final Scope KEY = new Scope(Scope.Kind.KEY, "k1");
    static final Scope MODEL = new Scope(Scope.Kind.MODEL, "org/m:1");

    /// Patient with a busy machine, quick to try again.
    static final Timing QUICK =
            new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(100),
                    Duration.ofMillis(20),
                    () -> "");

    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Map<Budget, Map<String, Long>> ledger = new ConcurrentHashMap<>();

    RedisLimiter gateway(URI redis, String id) {
        return gateway(redis, id, WhenUnavailable.REFUSE, QUICK);
    }

    RedisLimiter gateway(URI redis, String id, WhenUnavailable when, Timing timing) {
        InstantSource clock = now::get;
        return RedisLimiter.open(
                redis,
                id,
                this,
                when,
                charges -> new LocalLimiter(charges, clock, System::nanoTime),
                clock,
                timing);
    }

    static Timing at(Supplier<String> time) {
        return new Timing(
                QUICK.timeout(),
                QUICK.beat(),
                Duration.ofDays(1),
                Duration.ZERO,
                QUICK.retry(),
                time);
    }

    private Instant now() {
        return Objects.requireNonNull(now.get());
    }

    /// Writes into the ledger what a gateway charged today.
    void charge(String gateway, Scope scope, Measure measure, long amount) {
        ledger.computeIfAbsent(Budget.at(scope, measure, now()), _ -> new ConcurrentHashMap<>())
                .merge(gateway, amount, Long::sum);
    }

    @Override
    public long charged(Scope scope, Measure measure, LocalDate period) {
        return byGateway(scope, measure, period).values().stream().mapToLong(each -> each).sum();
    }

    @Override
    public Map<String, Long> byGateway(Scope scope, Measure measure, LocalDate period) {
        return Map.copyOf(ledger.getOrDefault(new Budget(scope, measure, period), Map.of()));
    }

    static Limit limit(Measure measure, long capacity) {
        return new Limit(KEY, measure, capacity);
    }

    static Demand tokens(long prompt, long completion) {
        return new Demand(prompt, completion, completion, Prices.FREE);
    }

    static Demand flexible(long prompt, long most) {
        return new Demand(prompt, 1, most, Prices.FREE);
    }

    static Reservation granted(Decision decision) {
        if (decision instanceof Decision.Granted(Reservation reservation)) {
            return reservation;
        }
        throw new AssertionError("not granted: " + decision);
    }

    static Reservation take(RedisLimiter gateway, Demand demand, Limit... limits) {
        Decision decision = gateway.reserve(List.of(limits), demand);
        if (decision instanceof Decision.Unknown) {
            throw new AssertionError(gateway.trouble().orElse("") + decision);
        }
        return granted(decision);
    }

    static long left(RedisLimiter gateway, Limit limit) {
        Decision decision = gateway.reserve(List.of(limit), tokens(0, 0));
        return switch (decision) {
            case Decision.Granted(Reservation reservation) -> {
                reservation.settle(0, 0);
                yield reservation.standings().getFirst().remaining();
            }
            default -> throw new AssertionError("not granted: " + decision);
        };
    }

    /// What Redis has of a budget today, after all that was sent has arrived.
    long sum(TestRedis redis, Limit limit) {
        String key = Budget.at(limit.scope(), limit.measure(), now()).key();
        List<String> charged = redis.ask(commands -> commands.hvals(key));
        return charged.stream().mapToLong(Long::parseLong).sum();
    }

    /// Ends a gateway without a word to Redis, as if its process had been killed.
    static void kill(RedisLimiter gateway, StallingProxy proxy)
            throws IOException, InterruptedException {
        proxy.close();
        until("it notices", () -> gateway.trouble().isPresent());
        gateway.close();
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within 20 s: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
