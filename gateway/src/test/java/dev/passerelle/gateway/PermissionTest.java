package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RecordingLedger.Closed;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Which models a key reaches.
class PermissionTest {
    private final FakeDoor door =
            new FakeDoor()
                    .showing()
                    .caller("all", Role.MEMBER)
                    .caller(caller("one", Set.of("paris"), Set.of()))
                    .caller(caller("there", Set.of(), Set.of("fr-par")));
    private final TestingGateway gateway =
            TestingGateway.behind(
                    door.door(),
                    model("paris", "fr-par"),
                    model("oslo", "no-osl"),
                    model("here", null));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void usesWhatItMay() throws InterruptedException {
        assertThat(chat("all", "oslo").statusCode()).isEqualTo(200);
        assertThat(chat("one", "paris").statusCode()).isEqualTo(200);
        assertThat(chat("one", "alias-of-paris").statusCode()).isEqualTo(200);
        assertThat(chat("there", "paris").statusCode()).isEqualTo(200);
        for (int i = 0; i < 4; i++) {
            assertThat(door.ledger.next().outcome()).isEqualTo(Outcome.COMPLETED);
        }
        assertThat(refused("one", "oslo")).isEqualTo("model_not_allowed");
        assertThat(refused("there", "oslo")).isEqualTo("region_not_allowed");
        assertThat(refused("there", "here")).isEqualTo("region_not_allowed");
        Closed record = door.ledger.next();
        assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(record.model()).isEqualTo("oslo");
        assertThat(chat("all", "made up").statusCode()).isEqualTo(404);
        door.ledger.next();
        door.ledger.next();
        assertThat(door.ledger.next().model()).as("what a client made up").isEmpty();
    }

    @Test
    void seesWhatItMayUse() {
        assertThat(ids(gateway.get("/v1/models", "key-one"))).containsExactly("paris");
        assertThat(ids(gateway.get("/v1/models", "key-there"))).containsExactly("paris");
        assertThat(ids(gateway.get("/v1/models", "key-all"))).hasSize(3);
        assertThat(gateway.get("/v1/models/paris", "key-one").statusCode()).isEqualTo(200);
        HttpResponse<String> hidden = gateway.get("/v1/models/oslo", "key-one");
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body())
                .isEqualTo(
                        gateway.get("/v1/models/none", "key-one").body().replace("none", "oslo"));
    }

    @Test
    void seesThatOfTheCatalogueToo() {
        assertThat(ids(gateway.get("/api/catalogue", "key-one"))).containsExactly("paris");
        assertThat(ids(gateway.get("/api/catalogue"))).hasSize(3);
        assertThat(gateway.get("/api/catalogue/oslo", "key-one").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/api/catalogue/oslo").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/api/catalogue", "key-wrong").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/metrics", "key-wrong").statusCode()).isEqualTo(200);
    }

    @Test
    void countsThoseItDoesntKnow() {
        gateway.get("/v1/models");
        gateway.get("/v1/models", "key-wrong");
        gateway.get("/v1/models", "e30.e30.e30");
        assertThat(gateway.get("/metrics").body())
                .contains("passerelle_authentication_failures_total{reason=\"missing\"} 1.0")
                .contains("passerelle_authentication_failures_total{reason=\"key\"} 1.0")
                .contains("passerelle_authentication_failures_total{reason=\"token\"} 1.0")
                .contains(
                        "passerelle_requests_total{endpoint=\"/v1/models\",model=\"\",status=\"401\"} 3.0")
                .contains("passerelle_ledger_backlog 3.0")
                .doesNotContain("key-wrong")
                .doesNotContain("acme");
    }

    private static Caller caller(String key, Set<String> models, Set<String> regions) {
        return new Caller(key, Project.DEFAULT, Role.MEMBER, models, regions, Limits.NONE);
    }

    private static ServedModel model(String id, @Nullable String region) {
        ModelConfig config =
                new ModelConfig(
                        id,
                        List.of("alias-of-" + id),
                        new ModelSource.Bundled(id),
                        EngineOptions.DEFAULT,
                        false,
                        ModelConfig.Load.START,
                        false,
                        null,
                        region,
                        null,
                        Limits.NONE);
        ServedModel served = new ServedModel(config, TestingGateway.NOW);
        served.ready(FakeGenerator.saying("x"));
        return served;
    }

    private HttpResponse<String> chat(String key, String model) {
        return gateway.post(
                "/v1/chat/completions",
                "key-" + key,
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model));
    }

    private String refused(String key, String model) {
        HttpResponse<String> response = chat(key, model);
        assertThat(response.statusCode()).isEqualTo(403);
        return json(response).at("/error/code").stringValue();
    }

    private static List<String> ids(HttpResponse<String> response) {
        return json(response).get("data").valueStream().map(PermissionTest::id).toList();
    }

    private static String id(JsonNode model) {
        return model.get("id").stringValue();
    }
}
