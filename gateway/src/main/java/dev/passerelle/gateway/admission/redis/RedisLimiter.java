package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Counts in Redis, for several gateways together. A request costs one round trip, whatever limits
/// bind it, and none at its end that anybody waits for.
public final class RedisLimiter implements Limiter {
    private static final Logger LOG = System.getLogger(RedisLimiter.class.getName());

    private final RedisClient client;
    private final Counters counters;
    private final Membership membership;
    private final @Nullable Fallback fallback;
    private final InstantSource clock;

    private RedisLimiter(
            RedisClient client,
            Counters counters,
            Membership membership,
            @Nullable Fallback fallback,
            InstantSource clock) {
        this.client = client;
        this.counters = counters;
        this.membership = membership;
        this.fallback = fallback;
        this.clock = clock;
    }

    /// Connects. If Redis doesn't answer, limits can't be told until it does.
    ///
    /// @param gateway what this gateway is called, unlike all others that share the Redis, the same
    ///   after a restart
    /// @param charges of all gateways that share the Redis, from the ledger they share
    /// @param local makes what counts while Redis doesn't answer, if so configured, from what was
    ///   charged before
    /// @throws IllegalArgumentException if the URL is none of a Redis
    public static RedisLimiter open(
            URI redis,
            String gateway,
            Charges charges,
            WhenUnavailable whenUnavailable,
            Function<Charges, Limiter> local,
            InstantSource clock) {
        return open(redis, gateway, charges, whenUnavailable, local, clock, Timing.DEFAULT);
    }

    static RedisLimiter open(
            URI redis,
            String gateway,
            Charges charges,
            WhenUnavailable whenUnavailable,
            Function<Charges, Limiter> local,
            InstantSource clock,
            Timing timing) {
        RedisURI uri = uri(redis, timing.timeout());
        RedisClient client = client(timing.timeout());
        Counters counters = new Counters(charges, gateway);
        Membership membership = new Membership(client, uri, gateway, counters, timing);
        Fallback fallback =
                whenUnavailable == WhenUnavailable.LOCAL
                        ? new Fallback(local, charges, counters, membership)
                        : null;
        membership.start();
        return new RedisLimiter(client, counters, membership, fallback, clock);
    }

    private static RedisURI uri(URI redis, Duration timeout) {
        try {
            RedisURI uri = RedisURI.create(redis);
            uri.setTimeout(timeout);
            return uri;
        } catch (IllegalArgumentException _) {
            // Its message may quote the password.
            throw new IllegalArgumentException(
                    "limits.redis-url names no Redis: write redis://HOST:PORT, or rediss:// for TLS");
        }
    }

    private static RedisClient client(Duration timeout) {
        RedisClient client = RedisClient.create();
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(false)
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                        .build());
        return client;
    }

    @Override
    public Optional<String> trouble() {
        return membership.session().isPresent()
                ? Optional.empty()
                : Optional.of(membership.place() + ": " + membership.trouble());
    }

    @Override
    public Decision reserve(List<Limit> limits, Demand demand) {
        Optional<Decision> never = Wish.never(limits, demand);
        if (never.isPresent()) {
            return never.get();
        }
        if (limits.isEmpty()) {
            return new Decision.Granted(unlimited(demand));
        }
        Instant now = clock.instant();
        Optional<Membership.Session> session = membership.session();
        List<Taking> takings;
        try {
            takings = counters.takings(limits, now, membership.epoch());
        } catch (CompletionException e) {
            LOG.log(Level.WARNING, "what was charged to budgets can't be read: " + e.getCause());
            return new Decision.Unknown("the record of past usage doesn't answer");
        }
        if (session.isEmpty()) {
            return unavailable(takings, demand);
        }
        Generation generation = session.get().generation();
        try {
            return ask(session.get(), takings, demand, now);
        } catch (RedisUnavailable.Interrupted _) {
            return new Decision.Unknown("interrupted");
        } catch (RedisUnavailable e) {
            membership.doubt(generation, e.why());
            return unavailable(takings, demand);
        }
    }

    private static Reservation unlimited(Demand demand) {
        return new RedisReservation(
                demand,
                null,
                demand.mostCompletion(),
                null,
                List.of(),
                _ -> {},
                new AtomicBoolean());
    }

    private Decision unavailable(List<Taking> takings, Demand demand) {
        return fallback == null
                ? new Decision.Unknown("the place where limits are counted doesn't answer")
                : fallback.reserve(takings, demand);
    }

    private Decision ask(
            Membership.Session session, List<Taking> takings, Demand demand, Instant now)
            throws RedisUnavailable {
        Generation generation = session.generation();
        CompletableFuture<List<Object>> sent =
                counters.reserve(generation, takings, Wish.arguments(takings, demand));
        List<Object> answer;
        try {
            answer = generation.link().await(sent);
        } catch (RedisUnavailable.Interrupted e) {
            var _ = sent.thenAccept(late -> giveBackAll(session, takings, demand, now, late));
            throw e;
        }
        return switch (answer.getFirst().toString()) {
            case "granted" -> new Decision.Granted(granted(session, takings, demand, now, answer));
            case "refused" -> refused(takings, demand, answer);
            default -> throw new RedisUnavailable("it forgot what this gateway had told it");
        };
    }

    private void giveBackAll(
            Membership.Session session,
            List<Taking> takings,
            Demand demand,
            Instant now,
            List<Object> answer) {
        if ("granted".equals(answer.getFirst())) {
            try {
                granted(session, takings, demand, now, answer).settle(0, 0);
            } catch (RedisUnavailable e) {
                LOG.log(Level.DEBUG, "nothing to give back: {0}", e.why());
            }
        }
    }

    private Reservation granted(
            Membership.Session session,
            List<Taking> takings,
            Demand demand,
            Instant now,
            List<Object> answer)
            throws RedisUnavailable {
        Granted grant = Granted.read(session.epoch(), answer);
        List<Long> amounts = Wish.amounts(takings, demand, grant.completionTokens());
        if (!counters.granted(session.generation(), takings, amounts, grant)) {
            throw new RedisUnavailable("its answer came too late");
        }
        List<Standing> standings = new ArrayList<>(takings.size());
        for (int i = 0; i < takings.size(); i++) {
            standings.add(
                    new Standing(
                            takings.get(i).limit(),
                            grant.remaining().get(i),
                            Duration.ofMillis(grant.resetMillis().get(i))));
        }
        Limit bound = grant.bound() == 0 ? null : takings.get(grant.bound() - 1).limit();
        return new RedisReservation(
                demand,
                now,
                grant.completionTokens(),
                bound,
                standings,
                used -> giveBack(takings, demand, grant, used),
                new AtomicBoolean());
    }

    private void giveBack(List<Taking> takings, Demand demand, Granted grant, Demand used) {
        List<Long> unused = new ArrayList<>(takings.size());
        takings.forEach(
                taking -> unused.add(taking.unused(demand, grant.completionTokens(), used)));
        Counters.Sent sent = counters.giveBack(takings, unused, grant);
        if (sent != null) {
            var _ =
                    sent.answer()
                            .whenComplete((answer, failure) -> {
                                if (failure != null || !"settled".equals(answer.getFirst())) {
                                    membership.doubt(
                                            sent.generation(), "it lost what was given back");
                                }
                            });
        }
    }

    private static Decision refused(List<Taking> takings, Demand demand, List<Object> answer) {
        Limit limit = takings.get((int) Granted.number(answer.get(1)) - 1).limit();
        Standing standing =
                new Standing(
                        limit,
                        Granted.number(answer.get(2)),
                        Duration.ofMillis(Granted.number(answer.get(3))));
        Duration retry = Duration.ofMillis(Granted.number(answer.get(4)));
        long completion = Granted.number(answer.get(5));
        return new Decision.Refused(standing, demand.amount(limit.measure(), completion), retry);
    }

    @Override
    public void close() {
        membership.close();
        if (fallback != null) {
            fallback.close();
        }
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
