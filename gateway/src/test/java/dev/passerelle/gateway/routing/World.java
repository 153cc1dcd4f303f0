package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.backend.Schedule;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Routing in virtual time, with deployments that do what a test says.
final class World implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final long DEADLINE_NANOS = 10_000_000_000L;

    final AtomicLong nanos = new AtomicLong();
    final Map<String, FakeBackend> backends = new HashMap<>();
    final List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());
    final Till till = new Till();
    final Surroundings surroundings;
    final Router router;
    final Dispatcher dispatcher;
    final List<Runnable> scheduled = new ArrayList<>();

    World(ModelRoute... routes) {
        this(1, ResilienceConfig.DEFAULT, routes);
    }

    World(long seed, ResilienceConfig resilience, ModelRoute... routes) {
        InstantSource clock = () -> START.plusNanos(nanos.get());
        surroundings = new Surroundings(clock, nanos::get, new Random(seed), this::pass);
        router = new Router(this::made, List.of(routes), START, surroundings);
        dispatcher = Dispatcher.of(router, resilience, new Ear(events), surroundings);
    }

    private FakeBackend made(String model, DeploymentConfig config) {
        FakeBackend backend = new FakeBackend(config.name());
        backends.put(config.name(), backend);
        return backend;
    }

    FakeBackend backend(String name) {
        return java.util.Objects.requireNonNull(backends.get(name), name);
    }

    RoutedModel model() {
        return router.table().all().getFirst();
    }

    Deployment deployment(String name) {
        return router.table().all().stream()
                .flatMap(model -> model.deployments().stream())
                .filter(deployment -> deployment.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    Schedule schedule() {
        return new Schedule() {
            @Override
            public void after(Duration delay, Runnable task) {
                scheduled.add(task);
            }

            @Override
            public void close() {}
        };
    }

    Answer ask(CallRequest call) throws InterruptedException {
        return dispatcher.answer(model(), call, till);
    }

    Answer ask() throws InterruptedException {
        return ask(call());
    }

    /// Who answers a call that is read to its end.
    String answered(CallRequest call) throws InterruptedException {
        try (Answer answer = ask(call)) {
            while (answer.next() != null) {
                // read on
            }
            return answer.origin().deployment();
        }
    }

    String answered() throws InterruptedException {
        return answered(call());
    }

    @Override
    public void close() {
        dispatcher.close();
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    static CallRequest call(String... regions) {
        return call(Caller.ANYONE, 0, regions);
    }

    static CallRequest call(Caller caller, long conversation, String... regions) {
        RawRequest raw =
                new RawRequest(
                        Endpoint.CHAT_COMPLETIONS,
                        new byte[0],
                        "m",
                        true,
                        false,
                        OptionalLong.of(20),
                        1,
                        false,
                        40,
                        conversation);
        return new CallRequest(
                raw, caller, Tenant.EVERYONE, new Regions(Set.of(regions)), "r", TraceParent.NONE);
    }

    static Caller caller(String key, String... models) {
        return new Caller(key, Project.DEFAULT, Role.MEMBER, Set.of(models), Set.of(), Limits.NONE);
    }

    static RoutingConfig routing(RoutingConfig.Policy policy) {
        return new RoutingConfig(policy, 3, List.of(), null, 1.25);
    }

    static ModelRoute route(RoutingConfig.Policy policy, Spot... spots) {
        return route("m", routing(policy), spots);
    }

    static ModelRoute route(String id, RoutingConfig routing, Spot... spots) {
        return new ModelRoute(
                id,
                List.of(),
                null,
                Limits.NONE,
                routing,
                java.util.Arrays.stream(spots).map(Spot::config).toList());
    }
}
