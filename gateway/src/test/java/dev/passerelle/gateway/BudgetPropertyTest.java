package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RecordingLedger.Closed;
import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that ask, wait, leave and meet failures as they like, all at once, never spend more than
/// their project has, and pay for what they got.
@Timeout(60)
class BudgetPropertyTest {
    private static final int CLIENTS = 8;
    private static final int CALLS = 25;
    private static final long BUDGET = 4000;
    private static final Limit LIMIT =
            new Limit(
                    new Scope(Scope.Kind.PROJECT, FakeDoor.ACME.toString()),
                    Measure.TOKENS_PER_DAY,
                    BUDGET);

    private final LocalLimiter limiter =
            new LocalLimiter(Charges.NONE, InstantSource.fixed(TestingGateway.NOW), () -> 0);
    private final FakeDoor door =
            new FakeDoor().limiter(limiter).limits(budget()).caller("a", Role.MEMBER);

    /// Completion tokens that reached a client, by request.
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdsToTheToken(long seed) throws Exception {
        try (var gateway =
                        TestingGateway.behind(
                                door.door(),
                                TestingGateway.ready(
                                        "chat", new FakeGenerator(BudgetPropertyTest::say)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed * 1000 + i);
                String name = "client-" + i;
                clients.add(threads.submit(() -> client(gateway.port(), name, random)));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(gateway.gateway().drain(Duration.ofSeconds(10))).isTrue();
        }
        long charged = 0;
        for (int i = 0; i < CLIENTS * CALLS; i++) {
            Closed record = door.ledger.next();
            charged += record.promptTokens() + record.completionTokens();
            checkPaid(record);
        }
        assertThat(charged).isPositive().isLessThanOrEqualTo(BUDGET);
        assertThat(left()).isEqualTo(BUDGET - charged);
    }

    /// One write may be under way when a client that has read it leaves; it isn't counted then.
    private void checkPaid(Closed record) {
        int got = received.getOrDefault(record.account().requestId(), 0);
        assertThat(record.completionTokens())
                .as("%s", record)
                .isBetween(record.status() == 499 ? Math.max(0, got - 1L) : got, (long) got);
    }

    private long left() {
        Decision decision = limiter.reserve(List.of(LIMIT), Demand.REQUEST);
        assertThat(decision).isInstanceOf(Decision.Granted.class);
        return ((Decision.Granted) decision).reservation().standings().getFirst().remaining();
    }

    private Void client(int port, String name, Random random) throws IOException {
        for (int call = 0; call < CALLS; call++) {
            String id = name + "-" + call;
            int tokens = 1 + random.nextInt(40);
            String way = List.of("all", "free", "fail", "hang").get(random.nextInt(4));
            String most =
                    way.equals("free") ? "" : ",\"max_tokens\":" + (tokens + random.nextInt(60));
            String body =
                    "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s %d\"}]%s}"
                            .formatted(way, tokens, most);
            try (RawClient client = new RawClient(port)) {
                client.send(
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key-a\r\nX-Request-Id: %s\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(id, body.length(), body));
                if (client.head().getFirst().contains(" 200 ")) {
                    received.put(id, read(client, way.equals("hang") ? tokens : Integer.MAX_VALUE));
                }
            }
        }
        return null;
    }

    /// Reads so many tokens, or to the end.
    private static int read(RawClient client, int most) throws IOException {
        int tokens = 0;
        while (tokens < most) {
            String line = client.line();
            if (line.contains("\"content\":\"t\"")) {
                tokens++;
            }
            if (line.contains("[DONE]") || line.contains("\"error\"")) {
                return tokens;
            }
        }
        return tokens;
    }

    private static List<GenerationEvent> say(GenerationRequest request, int most) {
        String[] wish =
                ((Prompt.Chat) request.prompt()).messages().getFirst().text().value().split(" ");
        int tokens = Integer.parseInt(wish[1]);
        int said = wish[0].equals("all") ? most : Math.min(tokens, most);
        List<GenerationEvent> events =
                new ArrayList<>(Collections.nCopies(said, new Delta("t", 1, List.of())));
        Usage usage = new Usage(FakeGenerator.PROMPT_TOKENS, said);
        switch (wish[0]) {
            case "all" -> events.add(new Finished(FinishReason.LENGTH, usage));
            case "free" ->
                    events.add(
                            new Finished(
                                    said < tokens ? FinishReason.LENGTH : FinishReason.STOP,
                                    usage));
            case "fail" ->
                    events.add(
                            new Failed(
                                    new InferenceException.Failed("lost", new Exception("lost"))));
            default -> {}
        }
        return events;
    }

    private static LimitsConfig budget() {
        Limits limits = new Limits(Map.of(Measure.TOKENS_PER_DAY, BUDGET));
        return new LimitsConfig(
                null,
                LimitsConfig.WhenUnavailable.REFUSE,
                Map.of(),
                Map.of(FakeDoor.ACME, new ProjectConfig(limits, 1, 0, false)));
    }
}
