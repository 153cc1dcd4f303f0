package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.tenancy.Caller;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Calls that come at regular times and whose answers last, in virtual time.
final class Simulation {
    private static final Duration BETWEEN = Duration.ofMillis(100);

    final World world;
    private final Map<String, Duration> lasting = new HashMap<>();
    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingLong(Running::end));

    private record Running(Answer answer, long end) {}

    Simulation(ModelRoute... routes) {
        world = new World(routes);
    }

    /// How long its answers take; a second unless said.
    void lasts(String deployment, Duration duration) {
        lasting.put(deployment, duration);
    }

    /// The calls that follow see the time from before again: others come meanwhile.
    void beginsAfter(String deployment, Duration duration) {
        world.backend(deployment).whenBegun = () -> world.pass(duration);
    }

    /// Who answered how many.
    String run(int calls) throws InterruptedException {
        Map<String, Integer> answered = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            answered.merge(ask(0), 1, Integer::sum);
        }
        return text(answered);
    }

    /// Who answers the next call.
    String ask(long conversation) throws InterruptedException {
        long now = world.nanos.get();
        while (!running.isEmpty() && running.peek().end() <= now) {
            running.remove().answer().close();
        }
        Answer answer = world.ask(World.call(Caller.ANYONE, conversation));
        String name = answer.origin().deployment();
        Duration lasts = lasting.getOrDefault(name, Duration.ofSeconds(1));
        running.add(new Running(answer, world.nanos.get() + lasts.toNanos()));
        world.nanos.set(now + BETWEEN.toNanos());
        return name;
    }

    /// Calls under way, by deployment.
    String underWay() {
        return text(
                world.model().deployments().stream()
                        .collect(
                                Collectors.toMap(
                                        Deployment::name,
                                        each -> each.status().calls(),
                                        Integer::sum,
                                        TreeMap::new)));
    }

    private static String text(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
