package dev.passerelle.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.cache.CacheListener.Outcome;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.RoutedModel;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Answers kept in memory, and in a second level where there is one; who asks at the same time for
/// the same has one answer together.
public final class CaffeineCache implements ResponseCache {
    /// Most bytes of one answer, whatever there is room for.
    private static final long LARGEST = 4L << 20;

    private static final int LEAST_ENTRIES = 16;

    private final Store store;
    private final SecondLevel second;
    private final InstantSource clock;
    private final CacheListener listener;
    private final ConcurrentMap<Request, Flight> flights = new ConcurrentHashMap<>();
    private volatile CacheConfig config;

    CaffeineCache(
            CacheConfig config,
            SecondLevel second,
            InstantSource clock,
            Ticker ticker,
            CacheListener listener) {
        this.config = config;
        this.store = new Store(config, clock, ticker);
        this.second = second;
        this.clock = clock;
        this.listener = listener;
        listener.holding(store::bytes);
    }

    /// With a second level in Redis, if the configuration names one; doesn't wait for it.
    ///
    /// @throws IllegalArgumentException if the address isn't that of a Redis
    public static CaffeineCache of(
            CacheConfig config, InstantSource clock, CacheListener listener) {
        SecondLevel second =
                config.redisUrl() == null
                        ? SecondLevel.NONE
                        : RedisLevel.at(config.redisUrl(), RedisLevel.Timing.DEFAULT);
        return new CaffeineCache(config, second, clock, Ticker.systemTicker(), listener);
    }

    /// What is asked, of which files.
    ///
    /// @param revisions of those deployments that tell it
    private record Request(Digest digest, List<String> revisions) {}

    @Override
    public Answer answer(RoutedModel model, CallRequest call, Wish wish, Source source)
            throws InterruptedException {
        if (config.maxBytes() == 0) {
            return source.answer();
        }
        Digest digest = wanted(model, call, wish) ? Digests.of(model, call).orElse(null) : null;
        if (digest == null) {
            listener.answered(model.id(), Outcome.BYPASS);
            return new NotedAnswer(source.answer(), Notes.BYPASS);
        }
        List<String> revisions = model.deployments().stream().map(Deployment::revision).toList();
        return answer(model, call, new Request(digest, revisions), source);
    }

    /// Whether it may be answered from here. Whoever may not use the model gets that said by the
    /// source.
    private static boolean wanted(RoutedModel model, CallRequest call, Wish wish) {
        RawRequest raw = call.raw();
        if (!call.caller().mayInfer() || !call.caller().mayUse(model.id())) {
            return false;
        }
        return switch (raw.endpoint()) {
            case EMBEDDINGS -> wish != Wish.OFF;
            case CHAT_COMPLETIONS, COMPLETIONS ->
                    wish == Wish.ON || (wish == Wish.DEFAULT && raw.deterministic());
            case MODELS -> false;
        };
    }

    private Answer answer(RoutedModel model, CallRequest call, Request request, Source source)
            throws InterruptedException {
        while (true) {
            Kept kept = find(model, call, request.digest());
            Flight running = flights.get(request);
            if (kept == null && running == null) {
                kept = findElsewhere(model, call, request.digest());
            }
            if (kept != null) {
                return again(model, kept, source);
            }
            if (running == null) {
                Flight own = new Flight(bound());
                running = flights.putIfAbsent(request, own);
                if (running == null) {
                    Answer answer = lead(own, model, call, request, source);
                    if (answer != null) {
                        return answer;
                    }
                    continue;
                }
            }
            Answer answer = follow(running, model, request, source);
            if (answer != null) {
                return answer;
            }
        }
    }

    private long bound() {
        return Math.min(LARGEST, config.maxBytes() / LEAST_ENTRIES);
    }

    private @Nullable Kept find(RoutedModel model, CallRequest call, Digest digest) {
        Kept kept = store.get(digest);
        return kept != null && fits(kept, model, call) ? kept : null;
    }

    private @Nullable Kept findElsewhere(RoutedModel model, CallRequest call, Digest digest)
            throws InterruptedException {
        Kept kept = second.get(digest);
        if (kept == null || !fits(kept, model, call)) {
            return null;
        }
        if (kept.weight() <= bound()) {
            store.put(digest, kept);
        }
        return kept;
    }

    /// Whether it is what the deployment that gave it would answer today, and the call may go
    /// there.
    private boolean fits(Kept kept, RoutedModel model, CallRequest call) {
        Origin origin = kept.origin();
        return store.fresh(kept)
                && call.regions().allow(origin.region().isEmpty() ? null : origin.region())
                && model.deployments().stream()
                        .anyMatch(deployment ->
                                deployment.name().equals(origin.deployment())
                                        && deployment.revision().equals(origin.revision()));
    }

    private Answer again(RoutedModel model, Kept kept, Source source) {
        Tokens cost = config.chargeTokens() ? kept.tokens() : Tokens.NONE;
        source.again(kept.origin(), cost);
        listener.answered(model.id(), Outcome.HIT);
        return new Replay(kept, cost, store.age(kept));
    }

    /// @return null if somebody else has brought an answer meanwhile
    private @Nullable Answer lead(
            Flight flight, RoutedModel model, CallRequest call, Request request, Source source)
            throws InterruptedException {
        boolean started = false;
        try {
            if (find(model, call, request.digest()) != null) {
                return null;
            }
            listener.answered(model.id(), Outcome.MISS);
            flight.start(source, owner(model, request));
            started = true;
        } finally {
            if (!started) {
                flights.remove(request, flight);
                flight.abandon();
            }
        }
        return led(flight);
    }

    private static @Nullable Answer led(Flight flight) throws InterruptedException {
        Begun begun;
        try {
            begun = flight.awaitBegun(flight.leader());
        } catch (InterruptedException e) {
            begun = flight.withdraw();
            if (begun == null) {
                throw e;
            }
            Thread.currentThread().interrupt();
        }
        return begun == null ? null : new SharedAnswer(flight, flight.leader(), begun);
    }

    private @Nullable Answer follow(
            Flight flight, RoutedModel model, Request request, Source source)
            throws InterruptedException {
        Seat seat = flight.join();
        if (seat == null) {
            flights.remove(request, flight);
            return null;
        }
        boolean seated = false;
        try {
            Begun begun = flight.awaitBegun(seat);
            if (begun == null) {
                flights.remove(request, flight);
                return null;
            }
            source.again(begun.origin(), Tokens.NONE);
            listener.answered(model.id(), Outcome.SHARED);
            seated = true;
            return new SharedAnswer(flight, seat, begun);
        } finally {
            if (!seated) {
                flight.leave(seat);
            }
        }
    }

    private Pump.Owner owner(RoutedModel model, Request request) {
        return new Pump.Owner() {
            @Override
            public void complete(Begun begun, List<Piece> pieces, Tokens tokens) {
                keep(model, request.digest(), Kept.of(begun, pieces, tokens, clock.instant()));
            }

            @Override
            public void over(Flight flight) {
                flights.remove(request, flight);
            }
        };
    }

    /// What a fallback answers isn't kept: it would outlive the trouble that it is for.
    private void keep(RoutedModel model, Digest digest, Kept kept) {
        if (kept.origin().model().equals(model.id()) && kept.weight() <= bound()) {
            store.put(digest, kept);
            second.put(digest, kept, config.ttl());
        }
    }

    /// What the answers kept here take.
    long bytes() {
        return store.bytes();
    }

    /// From here on answers are kept so, those that are there too. The second level stays.
    public void update(CacheConfig changed) {
        config = changed;
        store.update(changed);
    }

    @Override
    public void close() {
        second.close();
    }
}
