package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever fails, is hedged, copied, on trial or falls back: a call that is confined to regions is
/// seen by no deployment elsewhere, under no policy.
@Timeout(120)
class RegionPropertyTest {
    private static final List<String> REGIONS = List.of("eu", "us", "ap");
    private static final int TABLES = 60;
    private static final int CALLS = 25;

    @ParameterizedTest
    @EnumSource(Policy.class)
    void noCallLeavesItsRegions(Policy policy) throws InterruptedException {
        Random random = new Random(policy.name().hashCode());
        int confinedAnswers = 0;
        int refusals = 0;
        for (int i = 0; i < TABLES; i++) {
            World world = world(random, policy);
            for (int call = 0; call < CALLS; call++) {
                world.backends.values().forEach(backend -> mood(backend, random));
                if (call(world, random)) {
                    confinedAnswers++;
                } else {
                    refusals++;
                }
            }
        }
        assertThat(confinedAnswers).isGreaterThan(100);
        assertThat(refusals).isGreaterThan(100);
    }

    private static World world(Random random, Policy policy) {
        List<String> chain = List.of("m1", "m2", "m0");
        List<ModelRoute> routes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Duration hedge = random.nextInt(4) == 0 ? Duration.ofNanos(1) : null;
            RoutingConfig routing =
                    new RoutingConfig(policy, 1 + random.nextInt(6), chain, hedge, 1.25);
            Spot[] spots = new Spot[1 + random.nextInt(5)];
            for (int j = 0; j < spots.length; j++) {
                spots[j] = spot("d%d-%d".formatted(i, j), random);
            }
            routes.add(World.route("m" + i, routing, spots));
        }
        ResilienceConfig generous = new ResilienceConfig(100, 1000, 3, Duration.ofSeconds(5));
        return new World(random.nextLong(), generous, routes.toArray(ModelRoute[]::new));
    }

    private static Spot spot(String name, Random random) {
        Spot spot = Spot.of(name).weight(random.nextInt(4)).price(random.nextInt(3), 1);
        if (random.nextInt(8) > 0) {
            spot = spot.in(REGIONS.get(random.nextInt(REGIONS.size())));
        }
        if (random.nextInt(6) == 0) {
            spot = spot.limit(Measure.REQUESTS_PER_MINUTE, 3);
        }
        return switch (random.nextInt(8)) {
            case 0 -> spot.canary(50, "k1");
            case 1, 2 -> spot.shadow(80);
            case 3 -> spot.here();
            default -> spot;
        };
    }

    private static void mood(FakeBackend backend, Random random) {
        backend.whenPrepared = () -> {};
        backend.whenRead = () -> {};
        backend.works();
        switch (random.nextInt(10)) {
            case 0 ->
                    backend.whenPrepared =
                            () -> {
                                throw new InferenceException.QueueFull(
                                        "full", Duration.ofSeconds(1));
                            };
            case 1 ->
                    backend.whenPrepared =
                            () -> {
                                throw new InvalidRequest("no", null, "unsupported_value");
                            };
            case 2 ->
                    backend.whenPrepared =
                            () -> {
                                throw new ModelUnavailable("is loading", null);
                            };
            case 3 ->
                    backend.whenRead =
                            () -> {
                                throw new DeploymentFailure(
                                        DeploymentFailure.Kind.BROKEN, "broke off");
                            };
            case 4, 5, 6 -> {
                DeploymentFailure.Kind[] kinds = DeploymentFailure.Kind.values();
                backend.fails(kinds[random.nextInt(kinds.length)]);
            }
            default -> {}
        }
    }

    /// Whether it was answered.
    private static boolean call(World world, Random random) throws InterruptedException {
        Set<String> regions = regions(random);
        CallRequest call =
                World.call(
                        World.caller("k" + random.nextInt(3)),
                        1 + random.nextInt(5),
                        regions.toArray(String[]::new));
        int[] before = seen(world, regions);
        boolean answered = answered(world, call);
        World.await("nothing is under way", () -> idle(world));
        assertThat(seen(world, regions))
                .as("calls seen outside %s, of %s", regions, world.backends.keySet())
                .isEqualTo(before);
        world.pass(Duration.ofSeconds(random.nextInt(3)));
        return answered;
    }

    private static Set<String> regions(Random random) {
        return random.ints(1 + random.nextInt(2), 0, REGIONS.size())
                .mapToObj(REGIONS::get)
                .collect(Collectors.toSet());
    }

    private static boolean answered(World world, CallRequest call) throws InterruptedException {
        int held = world.till.held.size();
        try (Answer answer = world.ask(call)) {
            assertThat(world.till.held).hasSize(held + 1);
            while (answer.next() != null) {
                // read on
            }
            return true;
        } catch (ApiException | DeploymentFailure | InferenceException _) {
            return false;
        }
    }

    private static boolean idle(World world) {
        return world.dispatcher.shadows().running() == 0
                && deployments(world).allMatch(each -> each.status().calls() == 0);
    }

    private static java.util.stream.Stream<Deployment> deployments(World world) {
        return world.router.table().all().stream().flatMap(model -> model.deployments().stream());
    }

    /// How often each deployment outside some regions was asked anything.
    private static int[] seen(World world, Set<String> regions) {
        return deployments(world)
                .filter(each -> each.region() == null || !regions.contains(each.region()))
                .map(each -> world.backend(each.name()))
                .flatMapToInt(
                        each -> Arrays.stream(new int[] {each.prepared.get(), each.begun.get()}))
                .toArray();
    }
}
