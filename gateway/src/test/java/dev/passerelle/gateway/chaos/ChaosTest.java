package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.TestingGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every trouble, for a stream and a whole answer, with and without help: the client sees a right
/// answer, a clean fallback or an honest error.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class ChaosTest {
    private final Map<Case, Reply> replies = new HashMap<>();
    private final Map<String, List<RecordingLedger.Closed>> records = new HashMap<>();
    private final World world;

    /// @param helped whether another deployment can answer
    record Case(Trouble trouble, boolean stream, boolean helped) {
        String model() {
            return World.model(trouble, helped);
        }
    }

    ChaosTest() throws IOException {
        world = new World();
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Trouble trouble : Trouble.values()) {
            for (int i = 0; i < 4; i++) {
                cases.add(new Case(trouble, i % 2 == 0, i >= 2));
            }
        }
        return cases;
    }

    @BeforeAll
    void askAll() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Case, Future<Reply>> asked = new HashMap<>();
            for (Case each : cases()) {
                asked.put(
                        each, threads.submit(() -> world.gateway.ask(each.model(), each.stream())));
            }
            for (var each : asked.entrySet()) {
                replies.put(each.getKey(), get(each.getValue()));
            }
        }
        for (int i = 0; i < replies.size(); i++) {
            RecordingLedger.Closed record = world.gateway.ledger.next();
            records.computeIfAbsent(record.model(), _ -> new ArrayList<>()).add(record);
        }
    }

    private static Reply get(Future<Reply> reply) throws InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            return new Reply(0, List.of(), String.valueOf(e.getCause()), false);
        }
    }

    @AfterAll
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsWell(Case given) {
        Reply reply = replies.getOrDefault(given, new Reply(0, List.of(), "", false));
        Trouble trouble = given.trouble();
        switch (trouble.end(given.stream(), given.helped())) {
            case RIGHT -> isRight(reply, given.stream());
            case ERROR -> {
                assertThat(reply.status()).as(reply.body()).isEqualTo(trouble.status);
                assertThat(code(reply.body())).startsWith(trouble.code);
                assertThat(reply.complete()).isTrue();
            }
            case BREAKS_OFF -> {
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).contains("t0", "t1").doesNotContain(Reply.DONE);
                String last = reply.body().substring(reply.body().lastIndexOf("data: ") + 6);
                assertThat(code(last)).startsWith(trouble.code);
                assertThat(reply.complete()).isFalse();
            }
        }
    }

    private static void isRight(Reply reply, boolean stream) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.complete()).isTrue();
        if (stream) {
            assertThat(reply.body()).contains("\"A\"", "\"B\"").endsWith(Reply.DONE);
        } else {
            assertThat(reply.body()).contains("\"AB\"");
        }
    }

    private static String code(String body) {
        return TestingGateway.json(body).path("error").path("code").asString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void chargesWhatWasDelivered(Case given) {
        List<RecordingLedger.Closed> both = records.getOrDefault(given.model(), List.of());
        boolean delivered =
                given.trouble().end(given.stream(), given.helped()) != Trouble.End.ERROR;
        long charged = both.stream().filter(record -> record.completionTokens() > 0).count();

        assertThat(both).hasSize(2);
        assertThat(charged > 0).isEqualTo(delivered || other(given));
    }

    /// Whether the other of the two calls of a model delivered anything.
    private static boolean other(Case given) {
        return given.trouble().end(!given.stream(), given.helped()) != Trouble.End.ERROR;
    }

    @Test
    void holdsNothingAfterwards() {
        assertThat(world.gateway.limiter.reservations()).isZero();
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
