package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.config.CacheConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever comes and goes in whatever order: each that stays has the whole answer, or hears that it
/// broke off after all its parts; each source is closed once, and nothing goes on when all have
/// gone.
@Timeout(60)
class SharingPropertyTest {
    private static final int ROUNDS = 60;
    private static final int LISTENERS = 8;
    private final DeploymentFailure broken =
            new DeploymentFailure(DeploymentFailure.Kind.BROKEN, "It broke off.");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holds(long seed) throws InterruptedException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            // From answers that are kept to such that are many times the bound.
            long bytes = 1L << (14 + random.nextInt(10));
            World world =
                    new World(
                            new CacheConfig(bytes, Duration.ofHours(1), false, null, null),
                            SecondLevel.NONE);
            round(world, random, 1 + random.nextInt(40), random.nextInt(4) == 0);
        }
    }

    private void round(World world, Random random, int length, boolean breaks)
            throws InterruptedException {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            parts.add(i + "-" + "x".repeat(random.nextInt(5_000)));
        }
        List<ScriptedAnswer> sources = new CopyOnWriteArrayList<>();
        List<Listener> listeners = new ArrayList<>();
        Set<Listener> gone = new HashSet<>();
        for (int step = 0; step < 4 * LISTENERS; step++) {
            if (listeners.size() < LISTENERS && random.nextInt(3) == 0) {
                listeners.add(Listener.of(world, () -> source(world, parts, breaks, sources)));
            } else if (!listeners.isEmpty()) {
                Listener listener = listeners.get(random.nextInt(listeners.size()));
                if (random.nextInt(4) == 0) {
                    listener.leaves();
                    gone.add(listener);
                } else {
                    listener.reads(1 + random.nextInt(length));
                }
            }
            if (random.nextBoolean()) {
                Thread.onSpinWait();
            }
        }
        listeners.forEach(Listener::readsAll);
        check(listeners, gone, parts, breaks, sources);
    }

    private Answer source(
            World world, List<String> parts, boolean breaks, List<ScriptedAnswer> sources) {
        ScriptedAnswer source = new ScriptedAnswer(world.origin(), true);
        parts.forEach(source::part);
        sources.add(breaks ? source.fails(broken) : source.done());
        return source;
    }

    private void check(
            List<Listener> listeners,
            Set<Listener> gone,
            List<String> parts,
            boolean breaks,
            List<ScriptedAnswer> sources)
            throws InterruptedException {
        for (Listener listener : listeners) {
            Throwable failure = listener.failure();
            if (failure == null || failure == broken) {
                assertThat(failure != null).isEqualTo(breaks);
                assertThat(listener.heard).isEqualTo(parts);
            } else {
                assertThat(gone).contains(listener);
                assertThat(failure).isInstanceOf(InterruptedException.class);
                assertThat(listener.heard).isEqualTo(parts.subList(0, listener.heard.size()));
            }
            assertThat(listener.asked.get()).isLessThanOrEqualTo(1);
            Tokens paid = listener.paid;
            if (paid != null && listener.asked.get() == 0) {
                assertThat(paid).isEqualTo(Tokens.NONE);
            }
        }
        assertThat(sources).allSatisfy(source -> assertThat(source.closed).hasValue(1));
    }
}
