package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.chaos.Trouble.Help;
import dev.passerelle.gateway.upstream.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What a storm has left behind, and whether everything can be used again.
final class Aftermath {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final List<String> HELD =
            List.of(
                    "passerelle_requests_in_flight{endpoint=\"" + RoutedGateway.PATH,
                    "passerelle_deployment_outstanding_tokens{");

    private final World world;
    private final int places;
    private final List<String> wrong = new ArrayList<>();

    /// @param places as the world has
    Aftermath(World world, int places) {
        this.world = world;
        this.places = places;
    }

    /// What is still held of limits, ledger and deployments.
    List<String> held() throws IOException {
        List<String> held = new ArrayList<>();
        note(held, "reservations", world.gateway.limiter.reservations());
        note(held, "open records", world.gateway.ledger.open());
        for (String line : metrics()) {
            if (HELD.stream().anyMatch(line::startsWith) && !line.endsWith(" 0.0")) {
                held.add(line);
            }
        }
        return held;
    }

    private static void note(List<String> held, String what, int count) {
        if (count != 0) {
            held.add(what + " " + count);
        }
    }

    private List<String> metrics() throws IOException {
        Reply reply = Reply.get(world.gateway.gateway.port(), "/metrics");
        return reply.body().lines().toList();
    }

    /// Waits until nothing is held.
    void awaitNothingHeld() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> held = held();
        while (!held.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(GLANCE);
            held = held();
        }
        wrong.addAll(held);
    }

    /// Waits until this process holds no more than before.
    Level awaitLevel(Level before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Level now = Level.now();
        while (!now.within(before) && System.nanoTime() < end) {
            Thread.sleep(GLANCE);
            now = Level.now();
        }
        if (!now.within(before)) {
            wrong.add("%s, before %s".formatted(now, before));
        }
        return now;
    }

    /// Takes every place of every deployment at once: none may be lost.
    void useEveryPlace() throws IOException, InterruptedException {
        world.recover(Script.answering("A", "B"));
        for (Trouble trouble : Trouble.values()) {
            for (Help help : List.of(Help.ALONE, Help.FALLBACK)) {
                String model = World.model(trouble, help);
                awaitRight(model, trouble);
                CountDownLatch all = new CountDownLatch(places);
                world.play(
                        trouble,
                        exchange -> {
                            all.countDown();
                            var _ = all.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                            Script.answering("A", "B").play(exchange);
                        });
                askAtOnce(model);
                if (all.getCount() > 0) {
                    wrong.add("%s has lost %d of its places".formatted(model, all.getCount()));
                }
            }
        }
        drainRecords();
        world.begin();
    }

    /// Until its circuit is closed, where it was open.
    private void awaitRight(String model, Trouble trouble)
            throws IOException, InterruptedException {
        world.play(trouble, Script.answering("A", "B"));
        long end = System.nanoTime() + LONGEST_PAUSE.toNanos();
        while (!isUp(model) && System.nanoTime() < end) {
            world.gateway.ask(model, false);
            Thread.sleep(GLANCE);
        }
    }

    private boolean isUp(String model) throws IOException {
        String labelled = "model=\"%s\"".formatted(model);
        return world.gateway.ask(model, false).status() == 200
                && metrics().stream()
                        .anyMatch(line ->
                                line.startsWith("passerelle_deployment_up{")
                                        && line.contains(labelled)
                                        && line.endsWith(" 1.0"));
    }

    private void askAtOnce(String model) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < places; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> status(model), threads));
            }
            for (CompletableFuture<Integer> status : asked) {
                if (status.join() != 200) {
                    wrong.add("%s answers %d afterwards".formatted(model, status.join()));
                }
            }
        }
    }

    private int status(String model) {
        try {
            return world.gateway.ask(model, false).status();
        } catch (IOException e) {
            return 0;
        }
    }

    private void drainRecords() throws InterruptedException {
        while (world.gateway.ledger.left() > 0) {
            world.gateway.ledger.next();
        }
    }

    /// Lets go of all deployments, which closes their connections if no call holds them any more.
    void forget() throws InterruptedException {
        world.forget();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (world.connections() > 0 && System.nanoTime() < end) {
            Thread.sleep(GLANCE);
        }
        if (world.connections() > 0) {
            wrong.add(world.connections() + " connections to deployments that are gone");
        }
    }

    List<String> wrong() {
        return wrong;
    }
}
