package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.config.ResilienceConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Thousands of calls with all troubles and clients that leave, first with tireless deployments,
/// then with answers that are kept and shared too, then with breakers and a retry budget as they
/// are by default; tells what became of them and whether anything is left behind, and ends with 1
/// if something went wrong. After `mvn test-compile dependency:build-classpath -Dmdep.outputFile=cp
/// -pl gateway -am`:
///
/// ```
/// java -cp "gateway/target/test-classes:gateway/target/classes:$(cat gateway/cp)" dev.passerelle.gateway.chaos.ChaosRun 10000
/// ```
public final class ChaosRun {
    private static final int AT_ONCE = 128;
    private static final int PLACES = 64;
    private static final int WARM_UP = 300;

    private ChaosRun() {}

    /// @param args how many calls, and a seed if another than 1 is wanted
    public static void main(String[] args) throws IOException, InterruptedException {
        int calls = Integer.parseInt(args[0]);
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        List<String> wrong = new ArrayList<>();
        wrong.addAll(run("tireless", RoutedGateway.TIRELESS, calls, seed, false));
        wrong.addAll(run("tireless, shared answers", RoutedGateway.TIRELESS, calls, seed, true));
        wrong.addAll(run("as in production", ResilienceConfig.DEFAULT, calls, seed, false));
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static List<String> run(
            String name, ResilienceConfig resilience, int calls, long seed, boolean sharing)
            throws IOException, InterruptedException {
        boolean weary = resilience.equals(ResilienceConfig.DEFAULT);
        try (World world = new World(resilience, PLACES, sharing)) {
            Level before = warmUp(world, seed, weary);
            long start = System.nanoTime();
            Storm storm = new Storm(world, seed, calls, weary);
            storm.blow(AT_ONCE);
            System.out.printf(
                    "%s: %d calls in %d s: %s%n",
                    name, calls, (System.nanoTime() - start) / 1_000_000_000, storm.tally());
            Aftermath after = new Aftermath(world, PLACES);
            after.awaitNothingHeld();
            after.useEveryPlace();
            after.forget();
            Level now = after.awaitLevel(before);
            System.out.printf("%s: before %s, after %s%n", name, before, now);
            return told(name, storm, after);
        }
    }

    /// What is held once everything has been used and is let go of.
    private static Level warmUp(World world, long seed, boolean weary)
            throws IOException, InterruptedException {
        new Storm(world, seed, WARM_UP, weary).blow(AT_ONCE);
        Aftermath after = new Aftermath(world, PLACES);
        after.awaitNothingHeld();
        after.forget();
        Level level = Level.now();
        world.remember();
        return level;
    }

    private static List<String> told(String name, Storm storm, Aftermath after) {
        List<String> wrong = new ArrayList<>(storm.wrong());
        wrong.addAll(after.wrong());
        System.out.printf("%s: %d things wrong%n", name, wrong.size());
        wrong.forEach(System.out::println);
        return wrong;
    }
}
