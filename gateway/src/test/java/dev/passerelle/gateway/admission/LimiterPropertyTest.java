package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Scope.Kind;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many clients at once, with answers of any length that end, fail or are given up.
class LimiterPropertyTest {
    private static final int CLIENTS = 64;
    private static final int REQUESTS = 200;
    private static final Prices PRICES = new Prices(3, 7, "EUR");
    private static final Scope PROJECT = new Scope(Kind.PROJECT, "default/web");
    private static final Scope MODEL = new Scope(Kind.MODEL, "small");

    private final ManualTime time = new ManualTime("2026-03-14T12:00:00Z");
    private final LocalLimiter limiter = new LocalLimiter(Charges.NONE, time, time::nanos);
    private final Map<Scope, Used> used = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noBudgetIsExceededByATokenAndAllThatIsUnusedIsBack(long seed) throws Exception {
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(seed * 1000 + client);
                Scope key = new Scope(Kind.KEY, "k" + client % 4);
                done.add(clients.submit(() -> client(key, random)));
            }
        }
        for (Future<?> client : done) {
            client.get();
        }
        Stream.of(key(0), key(1), key(2), key(3), PROJECT, MODEL).forEach(this::check);
        assertThat(limiter.sizes().get(1)).as("scopes with running requests").isZero();
    }

    private static Scope key(int number) {
        return new Scope(Kind.KEY, "k" + number);
    }

    /// Has up to three requests running.
    private void client(Scope key, Random random) {
        List<Limit> limits = Stream.of(key, PROJECT, MODEL).flatMap(this::limits).toList();
        List<Runnable> running = new ArrayList<>();
        for (int request = 0; request < REQUESTS; request++) {
            long most = random.nextLong(400);
            long least = random.nextBoolean() ? most : Math.min(1, most);
            Demand demand = new Demand(random.nextLong(100), least, most, PRICES);
            if (limiter.reserve(limits, demand) instanceof Decision.Granted granted) {
                running.add(() -> end(key, demand, granted.reservation(), random));
            }
            if (running.size() == 3) {
                running.remove(random.nextInt(3)).run();
            }
        }
        running.forEach(Runnable::run);
    }

    private void end(Scope key, Demand demand, Reservation reservation, Random random) {
        assertThat(reservation.completionTokens())
                .isBetween(demand.leastCompletion(), demand.mostCompletion());
        boolean worked = random.nextInt(4) > 0;
        long prompt = worked ? demand.promptTokens() : 0;
        long completion = worked ? random.nextLong(reservation.completionTokens() + 1) : 0;
        for (Scope scope : List.of(key, PROJECT, MODEL)) {
            used.computeIfAbsent(scope, _ -> new Used()).add(prompt, completion);
        }
        reservation.settle(prompt, completion);
        reservation.settle(0, 0);
    }

    /// Keys can take 40,000 each, the project somewhat less than four of them.
    private Stream<Limit> limits(Scope scope) {
        long size = scope.kind() == Kind.KEY ? 40_000 : 150_000;
        return Arrays.stream(Measure.values())
                .map(measure ->
                        switch (measure) {
                            case REQUESTS_PER_MINUTE -> new Limit(scope, measure, 100_000);
                            case CONCURRENT_REQUESTS -> new Limit(scope, measure, 20);
                            case MONEY_PER_DAY, MONEY_PER_MONTH ->
                                    new Limit(scope, measure, 6 * size);
                            default -> new Limit(scope, measure, size);
                        });
    }

    private void check(Scope scope) {
        Used sum = used.getOrDefault(scope, new Used());
        for (Limit limit : limits(scope).toList()) {
            long expected =
                    switch (limit.measure().unit()) {
                        case TOKENS -> sum.prompt.sum() + sum.completion.sum();
                        case MONEY -> PRICES.cost(sum.prompt.sum(), sum.completion.sum());
                        case REQUESTS -> -1;
                    };
            if (expected >= 0) {
                assertThat(expected).isLessThanOrEqualTo(limit.capacity());
                assertThat(left(limit)).isEqualTo(limit.capacity() - expected);
            }
        }
    }

    private long left(Limit limit) {
        Demand nothing = new Demand(0, 0, 0, Prices.FREE);
        Decision.Granted granted = (Decision.Granted) limiter.reserve(List.of(limit), nothing);
        return granted.reservation().standings().getFirst().remaining();
    }

    private static final class Used {
        private final LongAdder prompt = new LongAdder();
        private final LongAdder completion = new LongAdder();

        void add(long promptTokens, long completionTokens) {
            prompt.add(promptTokens);
            completion.add(completionTokens);
        }
    }
}
