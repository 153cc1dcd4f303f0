package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Canary;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.DeploymentConfig.Upstream;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the catalogue says of models that are served elsewhere, or here and elsewhere.
class CatalogueDeploymentsTest {
    private static final String LIST = "/api/catalogue";
    private static final Price CHEAP = new Price(new BigDecimal("0.10"), BigDecimal.ONE, "EUR");
    private static final Price DEAR = new Price(new BigDecimal("3"), BigDecimal.TEN, "EUR");

    private final ScriptedUpstream paris = ScriptedUpstream.playing(Script.answering("Hello"));
    private final ScriptedUpstream berlin = ScriptedUpstream.playing(Script.answering("Hallo"));
    private final ServedModel local = TestingGateway.ready("both", FakeGenerator.saying("Hello"));
    private final TestingGateway gateway =
            TestingGateway.routing(
                    List.of(
                            route("far", null, to("paris", paris, "fr-par", CHEAP)),
                            route(
                                    "both",
                                    null,
                                    here(),
                                    to("paris", paris, "fr-par", null),
                                    to("berlin", berlin, "de-ber", DEAR))),
                    local);

    @AfterEach
    void close() throws IOException {
        gateway.close();
        paris.close();
        berlin.close();
    }

    @Test
    void tellsAllThatMayBeKnownOfAModelServedElsewhere() {
        assertThat(entry("far"))
                .isEqualTo(
                        json(
                                """
                                {"id":"far","object":"model","aliases":["far-alias"],"created":1767323045,
                                 "task":"text-generation",
                                 "modalities":{"input":["text"],"output":["text"]},
                                 "capabilities":["chat","streaming"],
                                 "state":{"phase":"ready"},
                                 "price":{"prompt":"0.10","completion":"1","currency":"EUR","per_tokens":1000000},
                                 "deployments":[{"name":"paris","region":"fr-par","state":"up"}]}\
                                """));
        assertThat(gateway.get(LIST + "/far-alias").body())
                .isEqualTo(gateway.get(LIST + "/far").body())
                .doesNotContain("127.0.0.1", "sk-upstream", "there-only");
    }

    @Test
    void showsWhatRunsHereBesideWhatRunsElsewhere() {
        JsonNode both = entry("both");
        assertThat(both.get("source").stringValue()).isEqualTo("bundled:both");
        assertThat(both.at("/state/phase").stringValue()).isEqualTo("ready");
        assertThat(both.get("region").stringValue()).isEqualTo("nl-ams");
        assertThat(both.has("price")).isFalse();
        assertThat(both.get("deployments"))
                .isEqualTo(
                        json(
                                """
                                [{"name":"local","region":"nl-ams","state":"up"},
                                 {"name":"paris","region":"fr-par","state":"up"},
                                 {"name":"berlin","region":"de-ber","state":"up",
                                  "price":{"prompt":"3","completion":"10","currency":"EUR","per_tokens":1000000}}]\
                                """));
    }

    @Test
    void filtersByTheRegionsOfDeployments() {
        assertThat(ids("?region=fr-par")).containsExactly("both", "far");
        assertThat(ids("?region=de-ber")).containsExactly("both");
        assertThat(ids("?region=nl-ams")).containsExactly("both");
        assertThat(ids("?search=berlin")).containsExactly("both");
        assertThat(json(gateway.get(LIST)).at("/facets/region"))
                .isEqualTo(
                        json(
                                """
                                [{"value":"fr-par","count":2},{"value":"de-ber","count":1},{"value":"nl-ams","count":1}]\
                                """));
    }

    @Test
    void followsADeploymentThatGoesOut() {
        apply(
                route(
                        "far",
                        null,
                        to("paris", paris, "fr-par", null),
                        to("berlin", berlin, "de-ber", null)));
        HttpResponse<String> before = gateway.get(LIST + "/far");
        berlin.play(Script.status(401));
        callUntilAsked(berlin);
        HttpResponse<String> after = gateway.get(LIST + "/far");
        assertThat(tag(after)).isNotEqualTo(tag(before));
        assertThat(json(after).get("state")).isEqualTo(json("{\"phase\":\"degraded\"}"));
        assertThat(json(after).at("/deployments/1/state").stringValue()).isEqualTo("out");
        assertThat(ids("?state=degraded")).containsExactly("far");
        paris.play(Script.status(401));
        call();
        assertThat(entry("far").get("state")).isEqualTo(json("{\"phase\":\"out\"}"));
        assertThat(ids("?state=out")).containsExactly("far");
    }

    @Test
    void followsAReload() {
        String before = tag(gateway.get(LIST));
        apply(
                route("far", CHEAP, to("paris", paris, "fr-gra", DEAR)),
                route("new", null, to("berlin", berlin, null, null)));
        HttpResponse<String> after = gateway.get(LIST);
        assertThat(tag(after)).isNotEqualTo(before);
        assertThat(ids("")).containsExactly("far", "new");
        assertThat(json(after).at("/data/0/price/prompt").stringValue()).isEqualTo("0.10");
        assertThat(json(after).at("/data/0/deployments"))
                .isEqualTo(json("[{\"name\":\"paris\",\"region\":\"fr-gra\",\"state\":\"up\"}]"));
        assertThat(json(after).at("/data/1/deployments"))
                .isEqualTo(json("[{\"name\":\"berlin\",\"state\":\"up\"}]"));
    }

    @Test
    void showsCanariesAndNoShadows() {
        apply(
                route(
                        "far",
                        null,
                        to("paris", paris, null, null),
                        to("trial", berlin, share(null, new Canary(100, Set.of()), 0)),
                        to("copy", berlin, share(null, null, 50))));
        assertThat(entry("far").get("deployments")).hasSize(2);
        paris.play(Script.status(401));
        berlin.play(Script.status(401));
        call();
        berlin.play(Script.answering("Hello"));
        assertThat(entry("far").at("/state/phase").stringValue()).isEqualTo("out");
    }

    private JsonNode entry(String id) {
        return json(gateway.get(LIST + "/" + id));
    }

    private List<String> ids(String query) {
        return StreamSupport.stream(
                        json(gateway.get(LIST + query)).get("data").spliterator(), false)
                .map(entry -> entry.get("id").stringValue())
                .toList();
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }

    private void call() {
        gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"far\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    /// Which is asked first is chance: half of the calls do.
    private void callUntilAsked(ScriptedUpstream upstream) {
        Stream.generate(upstream.requests::isEmpty)
                .limit(100)
                .takeWhile(unasked -> unasked)
                .forEach(_ -> call());
        assertThat(upstream.requests).isNotEmpty();
    }

    private void apply(ModelRoute... routes) {
        gateway.gateway().apply(GatewayConfig.serving(TestingGateway.config(), List.of(routes)));
    }

    private static ModelRoute route(
            String id, @Nullable Price price, DeploymentConfig... deployments) {
        return new ModelRoute(
                id,
                List.of(id + "-alias"),
                price,
                Limits.NONE,
                RoutingConfig.DEFAULT,
                List.of(deployments));
    }

    private static DeploymentConfig here() {
        return new DeploymentConfig.Local(
                DeploymentConfig.Local.NAME, new Share("nl-ams", null, 1, Limits.NONE, null, 0));
    }

    private static Share share(@Nullable Price price, @Nullable Canary canary, double shadow) {
        return new Share(null, price, 1, Limits.NONE, canary, shadow);
    }

    private static Upstream to(
            String name,
            ScriptedUpstream upstream,
            @Nullable String region,
            @Nullable Price price) {
        return to(name, upstream, new Share(region, price, 1, Limits.NONE, null, 0));
    }

    private static Upstream to(String name, ScriptedUpstream upstream, Share share) {
        Duration patience = Duration.ofSeconds(5);
        return new Upstream(
                name,
                share,
                upstream.url(),
                "sk-upstream",
                "there-only",
                Map.of(),
                DeploymentConfig.Protocol.HTTP_1_1,
                64,
                patience,
                patience,
                patience,
                8,
                null);
    }
}
