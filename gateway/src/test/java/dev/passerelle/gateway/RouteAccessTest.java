package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.http.Access;
import dev.passerelle.gateway.http.Route;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.Outcome;
import io.helidon.http.Method;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every address there is, tried with every kind of key: none lets anybody past the door.
class RouteAccessTest {
    private static final Limits LIMITED =
            new Limits(Map.of(Measure.REQUESTS_PER_MINUTE, 9L, Measure.TOKENS_PER_DAY, 9L));

    /// What each address that works with a model is sent. One without an entry fails the test.
    private static final Map<String, String> BODIES =
            Map.of(
                    "/v1/chat/completions",
                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                    "/v1/completions",
                    "{\"model\":\"chat\",\"prompt\":\"Once\"}",
                    "/v1/embeddings",
                    "{\"model\":\"embed\",\"input\":\"x\"}");

    private final FakeGenerator generator = FakeGenerator.saying("x");
    private final FakeDoor door =
            new FakeDoor()
                    .caller("reader", Role.READ_ONLY)
                    .caller("member", Role.MEMBER, LIMITED)
                    .caller("admin", Role.ADMIN);
    private final Refusing refusing = new Refusing();
    private final TestingGateway gateway =
            TestingGateway.behind(
                    door.limiter(refusing).door(),
                    TestingGateway.ready("chat", generator),
                    TestingGateway.ready("embed", new FakeEmbedder()));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void asksForAKeyBeforeItReadsAnything() throws IOException {
        for (Route route : routes()) {
            for (Method method : route.methods()) {
                Answer answer = ask(route, method, null, 1000, "");
                if (route.access() == Access.PUBLIC) {
                    assertThat(answer.status).as(route.path()).isIn(200, 404);
                } else {
                    assertThat(answer.status).as(route.path()).isEqualTo(401);
                    assertThat(answer.head).contains("www-authenticate: bearer");
                }
                if (route.access() != Access.PUBLIC && method.equals(Method.POST)) {
                    assertThat(answer.body)
                            .contains("\"type\":\"invalid_request_error\"")
                            .contains("\"code\":\"invalid_api_key\"");
                }
            }
        }
        assertThat(door.ledger.left()).isZero();
        assertThat(gateway.get("/metrics", "key-member").statusCode()).isEqualTo(403);
    }

    @Test
    void showsNothingOfTheApiToTheKeyless() {
        assertThat(gateway.gateway().routes())
                .filteredOn(route -> route.access() == Access.PUBLIC)
                .extracting(Route::path)
                .containsExactly("/health/live", "/health/ready", "/", "/page/*");
    }

    @Test
    void keepsReadersFromModelsAndMembersFromAdministration() throws IOException {
        for (Route route : routes()) {
            for (Method method : route.methods()) {
                int reader = ask(route, method, "key-reader", 0, "").status;
                assertThat(reader)
                        .as(route.path())
                        .matches(status -> (status == 403) == forbidden(route, Role.READ_ONLY));
                int member = ask(route, method, "key-member", 0, "").status;
                assertThat(member)
                        .as(route.path())
                        .matches(status -> (status == 403) == forbidden(route, Role.MEMBER));
                assertThat(List.of(reader, member)).doesNotContain(401);
            }
        }
    }

    private static boolean forbidden(Route route, Role role) {
        return switch (route.access()) {
            case USE -> role == Role.READ_ONLY;
            case ADMIN -> true;
            case METRICS -> true; // of another organisation than the operator's
            case PUBLIC, CATALOGUE, READ -> false;
        };
    }

    @Test
    void takesARequestFromTheLimitsBeforeItReadsTheBody() throws Exception {
        refusing.unit = Measure.Unit.REQUESTS;
        for (Route route : using()) {
            assertThat(ask(route, Method.POST, "key-member", 1000, "").status).isEqualTo(429);
            RecordingLedger.Closed record = door.ledger.next();
            assertThat(record.account().endpoint()).isEqualTo(route.path());
            assertThat(record.account().caller().key()).isEqualTo("member");
            assertThat(record.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(record.status()).isEqualTo(429);
            assertThat(record.work()).isNull();
        }
        assertThat(door.ledger.left()).isZero();
    }

    @Test
    void takesTokensFromTheLimitsBeforeAModelWorks() throws Exception {
        refusing.unit = Measure.Unit.TOKENS;
        for (Route route : using()) {
            assertThat(BODIES).containsKey(route.path());
            String body = String.valueOf(BODIES.get(route.path()));
            Answer answer = ask(route, Method.POST, "key-member", body.length(), body);
            assertThat(answer.status).as(answer.body).isEqualTo(429);
            assertThat(answer.body).contains("insufficient_quota");
            RecordingLedger.Closed record = door.ledger.next();
            assertThat(record.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(record.work()).isNull();
            assertThat(record.model()).as("the model, as far as it is known").isNotEmpty();
        }
        assertThat(generator.requests).isEmpty();
        assertThat(generator.places).hasValue(0);
        assertThat(refusing.fake.reservations()).isZero();
        assertThat(door.ledger.left()).isZero();
    }

    @Test
    void needsNoKeyToSayWhatIsntThere() throws IOException {
        for (Route route : routes()) {
            Answer options = ask(route, Method.OPTIONS, null, 0, "");
            assertThat(options.status).as(route.path()).isEqualTo(405);
            assertThat(options.head)
                    .contains(
                            "allow: " + route.methods().getFirst().text().toLowerCase(Locale.ROOT));
        }
        assertThat(gateway.get("/v1/nothing").statusCode()).isEqualTo(404);
    }

    private List<Route> routes() {
        List<Route> routes = gateway.gateway().routes();
        assertThat(routes).hasSizeGreaterThan(10);
        return routes;
    }

    private List<Route> using() {
        List<Route> using =
                routes().stream().filter(route -> route.access() == Access.USE).toList();
        assertThat(using).hasSizeGreaterThanOrEqualTo(3);
        return using;
    }

    private Answer ask(Route route, Method method, @Nullable String key, int length, String body)
            throws IOException {
        String path =
                route.path().replace("*", route.path().startsWith("/page") ? "app.js" : "chat");
        StringBuilder request =
                new StringBuilder(method.text() + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        if (key != null) {
            request.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        if (method.equals(Method.POST)) {
            request.append("Content-Length: ").append(length).append("\r\n");
        }
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(request + "\r\n" + body);
            List<String> head = new ArrayList<>(client.head());
            int status = Integer.parseInt(head.getFirst().split(" ")[1]);
            String answer = method.equals(Method.HEAD) ? "" : client.body(head);
            return new Answer(status, String.join("\n", head).toLowerCase(Locale.ROOT), answer);
        }
    }

    private record Answer(int status, String head, String body) {}

    /// Refuses what counts one unit, and grants the rest.
    private static final class Refusing implements Limiter {
        private final FakeLimiter fake = new FakeLimiter();
        private volatile Measure.Unit unit = Measure.Unit.MONEY;

        @Override
        public Decision reserve(List<Limit> limits, Demand demand) {
            for (Limit limit : limits) {
                if (limit.measure().unit() == unit) {
                    return new Decision.Refused(
                            new Standing(limit, 0, Duration.ofSeconds(1)),
                            1,
                            Duration.ofSeconds(1));
                }
            }
            return fake.reserve(limits, demand);
        }

        @Override
        public void close() {}
    }
}
