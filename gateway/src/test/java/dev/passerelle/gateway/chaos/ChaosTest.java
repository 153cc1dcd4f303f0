package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.chaos.Trouble.Help;
import dev.passerelle.gateway.chaos.Visit.Stay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every trouble, for a stream and a whole answer, with and without help: the client sees a right
/// answer, a clean fallback or an honest error, and pays for what it was given.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class ChaosTest {
    private final Map<Visit, Reply> replies = new HashMap<>();
    private final Map<String, RecordingLedger.Closed> records = new HashMap<>();
    private final World world;

    ChaosTest() throws IOException {
        world = new World(RoutedGateway.TIRELESS, 64);
    }

    static List<Visit> visits() {
        List<Visit> visits = new ArrayList<>();
        for (Trouble trouble : Trouble.values()) {
            for (Help help : Help.values()) {
                visits.add(visit(visits.size(), trouble, true, help));
                visits.add(visit(visits.size(), trouble, false, help));
            }
        }
        return visits;
    }

    private static Visit visit(int number, Trouble trouble, boolean stream, Help help) {
        return new Visit("visit-" + number, trouble, stream, help, Stay.TO_THE_END);
    }

    @BeforeAll
    void makeAll() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Visit, Future<@Nullable Reply>> made = new HashMap<>();
            for (Visit visit : visits()) {
                made.put(visit, threads.submit(() -> visit.make(world)));
            }
            for (var each : made.entrySet()) {
                replies.put(each.getKey(), get(each.getValue()));
            }
        }
        for (int i = 0; i < replies.size(); i++) {
            RecordingLedger.Closed record = world.gateway.ledger.next();
            records.put(record.account().requestId(), record);
        }
    }

    private static Reply get(Future<@Nullable Reply> reply) throws InterruptedException {
        try {
            return Objects.requireNonNull(reply.get());
        } catch (ExecutionException e) {
            return new Reply(0, List.of(), String.valueOf(e.getCause()), false);
        }
    }

    @AfterAll
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("visits")
    void endsWell(Visit visit) {
        visit.check(Objects.requireNonNull(replies.get(visit)), false);
    }

    @ParameterizedTest
    @MethodSource("visits")
    void chargesWhatWasDelivered(Visit visit) {
        visit.check(Objects.requireNonNull(records.get(visit.id())), replies.get(visit));
    }

    @Test
    void holdsNothingAfterwards() throws IOException {
        assertThat(new Aftermath(world, 0).held()).isEmpty();
        assertThat(world.gateway.ledger.left()).isZero();
    }

    @Test
    void keysStayHere() {
        assertThat(world.good.requests)
                .isNotEmpty()
                .allSatisfy(seen ->
                        assertThat(seen.header("authorization")).contains("Bearer sk-upstream"));
    }
}
