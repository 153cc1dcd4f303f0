package dev.passerelle.gateway.bench;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.admission.redis.RedisLimiter;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.embedded.RedisServer;

/// How long a reservation in Redis takes, one after another, with few limits and with all seven
/// measures of key, project, organisation and model.
final class RedisAdmissionBench {
    private static final int WARM_UP = 5_000;
    private static final int REQUESTS = 20_000;
    private static final Demand DEMAND =
            new Demand(120, 1, 1_900, new Prices(150_000, 600_000, "EUR"));

    private RedisAdmissionBench() {}

    public static void main(String[] arguments) throws IOException {
        int port = freePort();
        RedisServer redis =
                RedisServer.newRedisServer()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .build();
        redis.start();
        try (RedisLimiter limiter =
                RedisLimiter.open(
                        URI.create("redis://127.0.0.1:" + port),
                        "bench",
                        Charges.NONE,
                        WhenUnavailable.REFUSE,
                        LocalLimiter::new,
                        InstantSource.system())) {
            List<Limit> all = limits();
            measure(limiter, all.subList(0, 4));
            measure(limiter, all);
        } finally {
            redis.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (Scope.Kind kind : Scope.Kind.values()) {
            for (Measure measure : Measure.values()) {
                long capacity = measure.budget() ? 1L << 60 : 1L << 35;
                limits.add(new Limit(new Scope(kind, "bench"), measure, capacity));
            }
        }
        return limits;
    }

    private static void measure(RedisLimiter limiter, List<Limit> limits) {
        for (int i = 0; i < WARM_UP; i++) {
            reserve(limiter, limits).settle(120, 70);
        }
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            Reservation reservation = reserve(limiter, limits);
            nanos[i] = System.nanoTime() - begin;
            reservation.settle(120, 70);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%d limits: p50 %d us, p99 %d us%n",
                limits.size(), nanos[REQUESTS / 2] / 1000, nanos[REQUESTS * 99 / 100] / 1000);
    }

    private static Reservation reserve(RedisLimiter limiter, List<Limit> limits) {
        return switch (limiter.reserve(limits, DEMAND)) {
            case Decision.Granted(Reservation reservation) -> reservation;
            case Decision other -> throw new IllegalStateException("not granted: " + other);
        };
    }
}
