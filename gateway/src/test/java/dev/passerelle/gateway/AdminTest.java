package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admin.AuditDesk;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.admin.FakeKeys;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.config.ClientLimits;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.keys.AuditLog;
import dev.passerelle.gateway.openai.ApiException.Unauthenticated;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.UsageRow;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The admin API and the usage reports, over HTTP.
class AdminTest {
    private static final String KEYS = "/api/admin/keys";
    private static final InstantSource CLOCK = InstantSource.fixed(TestingGateway.NOW);
    private static final UsageRow ROW =
            new UsageRow(null, null, "chat", null, 3, 1, 20, 10, 0, new BigDecimal("0.5"), "EUR");
    private static final Map<String, Caller> CALLERS =
            Map.of(
                    "Bearer operator", caller("default/default", Role.ADMIN),
                    "Bearer acme", caller("acme/web", Role.ADMIN),
                    "Bearer member", caller("acme/web", Role.MEMBER));

    private final FakeKeys keys = new FakeKeys(CLOCK);
    private TestingGateway gateway = start(TestingGateway.config());

    private TestingGateway start(ServerConfig config) {
        Desks desks =
                new Desks(
                        new KeyDesk(keys, CLOCK),
                        new UsageDesk(_ -> List.of(ROW), CLOCK),
                        new AuditDesk(limit ->
                                List.of(
                                        new AuditLog.Entry(
                                                TestingGateway.NOW,
                                                "local",
                                                "create",
                                                "key1",
                                                "{\"limit\":" + limit + "}"))));
        Door open = Door.open();
        Door door =
                new Door(
                        (authorization, _) -> identify(authorization),
                        open.admission(),
                        open.ledger(),
                        Objects.requireNonNull(open.access().get()),
                        open.transcripts(),
                        open.ledgerBacklog());
        return TestingGateway.administrated(config, door, desks);
    }

    private static Caller identify(@Nullable String authorization) {
        Caller caller = authorization == null ? null : CALLERS.get(authorization);
        if (caller == null) {
            throw new Unauthenticated("No such key.");
        }
        return caller;
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void makesShowsRotatesAndEndsKeys() {
        HttpResponse<String> made =
                send(
                        "POST",
                        KEYS,
                        "operator",
                        "{\"name\":\"CI\",\"limits\":{\"tokens_per_day\":5},\"expires_in\":\"1d\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made).get("id").stringValue()).isEqualTo("key1");
        assertThat(json(made).get("key").stringValue()).isEqualTo("sk-pas-key1-SECRET");
        assertThat(json(made).at("/limits/tokens_per_day").longValue()).isEqualTo(5);
        assertThat(json(made).get("expires_at").stringValue()).isEqualTo("2026-01-03T03:04:05Z");

        HttpResponse<String> rotated =
                send("POST", KEYS + "/key1/rotate", "operator", "{\"overlap\":\"24h\"}");
        assertThat(rotated.statusCode()).isEqualTo(201);
        assertThat(json(rotated).get("key").stringValue()).isEqualTo("sk-pas-key2-SECRET");

        HttpResponse<String> revoked = send("DELETE", KEYS + "/key2", "operator", "");
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(json(revoked).get("status").stringValue()).isEqualTo("revoked");

        HttpResponse<String> list = send("GET", KEYS, "operator", "");
        assertThat(list.body()).doesNotContain("SECRET");
        assertThat(json(list).get("object").stringValue()).isEqualTo("list");
        assertThat(json(list).get("data").valueStream().map(key -> key.get("id").stringValue()))
                .containsExactlyInAnyOrder("key1", "key2");
        JsonNode one = json(send("GET", KEYS + "/sk-pas-key1", "operator", ""));
        assertThat(one.get("name").stringValue()).isEqualTo("CI");
        assertThat(one.has("key")).isFalse();
        assertThat(keys.actions()).allMatch(action -> action.startsWith("default-ADMIN "));
    }

    @Test
    void answersErrorsInOpenAisShape() {
        HttpResponse<String> unknown = send("POST", KEYS, "operator", "{\"name\":\"x\",\"rpm\":5}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).at("/error/param").stringValue()).isEqualTo("rpm");
        assertThat(json(unknown).at("/error/type").stringValue())
                .isEqualTo("invalid_request_error");
        assertThat(send("POST", KEYS, "operator", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", KEYS + "/none", "operator", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", KEYS + "/none/other", "operator", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", KEYS + "/none", "operator", "{}").statusCode()).isEqualTo(405);
        assertThat(send("GET", KEYS + "/none/rotate", "operator", "").statusCode()).isEqualTo(405);
        assertThat(send("PUT", KEYS, "operator", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void asksForAnAdministratorsKey() {
        assertThat(send("GET", KEYS, "nobody", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/usage", "nobody", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", KEYS, "member", "").statusCode()).isEqualTo(403);
        assertThat(send("POST", KEYS, "member", "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/api/admin/audit", "member", "").statusCode()).isEqualTo(403);
        assertThat(keys.actions()).isEmpty();
    }

    @Test
    void keepsTheAuditLogToTheOperators() {
        assertThat(send("GET", "/api/admin/audit", "acme", "").statusCode()).isEqualTo(403);
        JsonNode entry =
                json(send("GET", "/api/admin/audit?limit=7", "operator", "")).at("/data/0");
        assertThat(entry.get("actor").stringValue()).isEqualTo("local");
        assertThat(entry.at("/detail/limit").intValue()).isEqualTo(7);
        assertThat(send("GET", "/api/admin/audit?limit=0", "operator", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void reportsUsageAsJsonOrCsv() {
        String csv =
                "model,requests,refused,prompt_tokens,completion_tokens,cached_tokens,cost,currency\r\nchat,3,1,20,10,0,0.5,EUR\r\n";
        HttpResponse<String> report = send("GET", "/api/usage?by=model", "member", "");
        assertThat(json(report).at("/data/0/prompt_tokens").longValue()).isEqualTo(20);
        assertThat(json(report).get("object").stringValue()).isEqualTo("usage");
        assertThat(json(report).get("by").toString()).isEqualTo("[\"model\"]");
        assertThat(json(report).at("/data/0/cost").stringValue()).isEqualTo("0.5");
        assertThat(json(report).get("from").stringValue()).isEqualTo("2026-01-01");

        HttpResponse<String> asked = send("GET", "/api/usage?by=model&format=csv", "member", "");
        assertThat(asked.body()).isEqualTo(csv);
        assertThat(asked.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        HttpResponse<String> accepted =
                gateway.send(
                        request(gateway.port(), "/api/usage?by=model", "member")
                                .header("Accept", "text/csv")
                                .build());
        assertThat(accepted.body()).isEqualTo(csv);
        assertThat(send("GET", "/api/usage?format=xml", "member", "").statusCode()).isEqualTo(400);
    }

    @Test
    void keepsAdministrationToItsOwnPort() {
        gateway.close();
        gateway =
                start(
                        new ServerConfig(
                                "127.0.0.1",
                                0,
                                TestingGateway.MAX_BODY,
                                Duration.ofSeconds(5),
                                false,
                                new ServerConfig.Admin("127.0.0.1", 0),
                                null,
                                List.of(),
                                ClientLimits.DEFAULT));
        int apart = gateway.gateway().adminPort();

        assertThat(send("GET", KEYS, "operator", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/api/usage", "operator", "").statusCode()).isEqualTo(200);
        assertThat(gateway.send(request(apart, KEYS, "operator").build()).statusCode())
                .isEqualTo(200);
        assertThat(gateway.send(request(apart, KEYS, "nobody").build()).statusCode())
                .isEqualTo(401);
        assertThat(gateway.send(request(apart, "/v1/models", "operator").build()).statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> send(String method, String path, String key, String body) {
        return gateway.send(
                request(gateway.port(), path, key)
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    private static HttpRequest.Builder request(int port, String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key);
    }

    private static Caller caller(String project, Role role) {
        Project known = Project.parse(project).orElseThrow();
        return new Caller(
                known.organisation() + "-" + role, known, role, Set.of(), Set.of(), Limits.NONE);
    }
}
