package dev.passerelle.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.cache.semantic.Embedding;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.openai.Spans;
import dev.passerelle.gateway.openai.Spans.Span;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.runtime.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What tests of the cache have in common: a clock, a model, callers, and what they are told.
final class World {
    static final String BODY = "{\"model\":\"m\",\"temperature\":0}";
    static final CacheConfig CONFIG =
            new CacheConfig(1 << 20, Duration.ofMinutes(10), false, null, null);

    volatile Instant now = Instant.parse("2026-05-17T12:00:00Z");
    volatile String revision = "r1";
    final List<CacheListener.Outcome> outcomes = new CopyOnWriteArrayList<>();
    final CaffeineCache cache;

    World() {
        this(CONFIG, SecondLevel.NONE);
    }

    World(CacheConfig config, SecondLevel second) {
        this(
                config,
                second,
                _ -> {
                    throw new AssertionError("no model was asked for");
                });
    }

    World(CacheConfig config, SecondLevel second, Function<String, Embedding> embeddings) {
        Ticker ticker = () -> Duration.between(Instant.EPOCH, now).toNanos();
        Likeness likeness = new Likeness(config.semantic(), embeddings, Duration.ofSeconds(30));
        cache =
                new CaffeineCache(
                        config,
                        second,
                        () -> now,
                        ticker,
                        (_, outcome) -> outcomes.add(outcome),
                        likeness);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Origin origin() {
        return new Origin("m", revision, "d", "fr");
    }

    RoutedModel model() {
        return model("fr");
    }

    RoutedModel model(@Nullable String region) {
        DeploymentConfig deployment =
                new DeploymentConfig.Local("d", new Share(region, null, 1, Limits.NONE, null, 0));
        ModelRoute route =
                new ModelRoute(
                        "m",
                        List.of(),
                        null,
                        Limits.NONE,
                        RoutingConfig.DEFAULT,
                        List.of(deployment));
        return new Router((_, _) -> backend(), List.of(route), Instant.EPOCH).table().get("m");
    }

    private Backend backend() {
        return new Backend() {
            @Override
            public Prepared prepare(CallRequest call) {
                throw new AssertionError("the source asks backends, not the cache");
            }

            @Override
            public String revision() {
                return revision;
            }
        };
    }

    static CallRequest call(String body) {
        return call(body, Endpoint.CHAT_COMPLETIONS, true, caller("p"), Regions.ALL);
    }

    static CallRequest call(
            String body, Endpoint endpoint, boolean deterministic, Caller caller, Regions regions) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RawRequest raw =
                new RawRequest(
                        endpoint,
                        bytes,
                        "m",
                        false,
                        false,
                        OptionalLong.empty(),
                        1,
                        deterministic,
                        bytes.length,
                        0,
                        new Spans(new Span(0, 0), null, null, null, null, 0));
        return new CallRequest(raw, caller, Tenant.EVERYONE, regions, "id", TraceParent.NONE);
    }

    static Caller caller(String project, String... models) {
        return new Caller(
                "k", new Project("o", project), Role.MEMBER, Set.of(models), Set.of(), Limits.NONE);
    }

    Answer ask(ResponseCache.Source source) throws InterruptedException {
        return cache.answer(model(), call(BODY), ResponseCache.Wish.DEFAULT, source);
    }

    /// A whole answer.
    ScriptedAnswer says(String text) {
        return new ScriptedAnswer(origin(), false).part(text).done();
    }

    static List<String> parts(Answer answer) throws InterruptedException {
        List<String> parts = new ArrayList<>();
        for (Part part = answer.next(); part != null; part = answer.next()) {
            parts.add(text(part));
        }
        return parts;
    }

    static String text(@Nullable Part given) {
        Part part = Objects.requireNonNull(given);
        return new String(part.bytes(), part.offset(), part.length(), StandardCharsets.UTF_8);
    }

    static String note(Answer answer, String name) {
        return answer.notes().stream()
                .filter(note -> note.name().equals(name))
                .map(Note::value)
                .findFirst()
                .orElse("");
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
