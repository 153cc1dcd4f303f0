package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.tenancy.Measure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that takes from shared limits until the budget refuses all; prints what its
/// clients used.
final class GatewayProcess {
    static final Limit BUDGET = World.limit(Measure.TOKENS_PER_DAY, 20_000);
    static final Limit RUNNING = World.limit(Measure.CONCURRENT_REQUESTS, 9);

    private GatewayProcess() {}

    public static void main(String[] arguments) {
        AtomicLong used = new AtomicLong();
        try (RedisLimiter gateway = new World().gateway(URI.create(arguments[0]), arguments[1])) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Random random = new Random(arguments[1].hashCode() * 31L + i);
                clients.add(
                        CompletableFuture.runAsync(
                                () -> ask(gateway, random, used), Thread.ofVirtual()::start));
            }
            clients.forEach(CompletableFuture::join);
        }
        System.out.println("used " + used);
    }

    private static void ask(RedisLimiter gateway, Random random, AtomicLong used) {
        int refused = 0;
        while (refused < 20) {
            switch (gateway.reserve(
                    List.of(BUDGET, RUNNING), World.flexible(1 + random.nextInt(40), 200))) {
                case Decision.Granted(Reservation reservation) -> {
                    long completion = random.nextLong(reservation.completionTokens() + 1);
                    long prompt = random.nextInt(8) == 0 ? 0 : 1;
                    used.addAndGet(prompt + completion);
                    reservation.settle(prompt, completion);
                }
                case Decision.Refused(var standing, _, _) ->
                        refused += standing.limit().equals(BUDGET) ? 1 : 0;
                default -> throw new IllegalStateException("limits don't answer");
            }
        }
    }
}
