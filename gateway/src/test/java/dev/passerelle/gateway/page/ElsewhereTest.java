package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.passerelle.gateway.FakeGenerator;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/// Models that are served elsewhere: all up, some out, all out, and one that runs here as well.
@ExtendWith(Chromium.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class ElsewhereTest {
    private static final Price PRICE =
            new Price(new BigDecimal("0.15"), new BigDecimal("0.60"), "EUR");
    private static final Price DEAR = new Price(new BigDecimal("2.50"), BigDecimal.TEN, "EUR");

    private final ScriptedUpstream works =
            ScriptedUpstream.playing(Script.answering("A foot", "bridge."));
    private final ScriptedUpstream refuses = ScriptedUpstream.playing(Script.status(401));
    private TestingGateway gateway;
    private Visit visit;

    @BeforeAll
    void serve() {
        gateway =
                TestingGateway.routing(
                        List.of(
                                route("mistral-small", to("scaleway", works, "fr-par", PRICE)),
                                route(
                                        "gpt-oss-120b",
                                        to("paris-vllm", works, "fr-par", PRICE),
                                        to("frankfurt-vllm", refuses, "de-fra", DEAR)),
                                route("qwen-away", to("amsterdam", refuses, "nl-ams", null)),
                                route(
                                        "smollm2-135m-instruct",
                                        new DeploymentConfig.Local(
                                                DeploymentConfig.Local.NAME, share("fr-gra", null)),
                                        to("paris-llama-cpp", works, "fr-par", null))),
                        TestingGateway.ready(
                                "smollm2-135m-instruct", FakeGenerator.saying("Hello")));
        call("qwen-away");
        while (refuses.requests.size() < 2) {
            call("gpt-oss-120b"); // until chance chooses the one that refuses
        }
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        works.close();
        refuses.close();
    }

    @BeforeEach
    void open(Browser browser) {
        visit = Visit.of(browser, gateway);
    }

    @AfterEach
    void leave() {
        visit.close();
    }

    @Test
    void listsThemWithTheirStates() {
        visit.at("").counts("4 models");
        Locator row = visit.row("gpt-oss-120b");
        assertThat(row.locator(".state")).hasText("Some deployments out");
        assertThat(row).containsText("1 of 2 deployments up");
        assertThat(row).containsText("served elsewhere");
        assertThat(row).containsText("fr-par, de-fra");
        assertThat(visit.row("qwen-away").locator(".state")).hasText("All deployments out");
        assertThat(visit.row("mistral-small").locator(".state")).hasText("Ready");
        assertThat(visit.row("mistral-small")).containsText("€0.15 / €0.60");
        assertThat(visit.row("smollm2-135m-instruct")).containsText("2 of 2 deployments up");
        pictures("elsewhere-list");
    }

    @Test
    void filtersByStateAndRegion() {
        visit.at("#/models?region=fr-par").counts("3 models");
        visit.choice("Some deployments out").check();
        visit.counts("1 model");
    }

    @Test
    void showsEachDeploymentOfOne() {
        visit.at("#/models/gpt-oss-120b");
        Locator places = visit.page().locator(".places li");
        assertThat(places).hasCount(2);
        assertThat(places.first()).containsText("paris-vllm");
        assertThat(places.first().locator(".state")).hasText("Up");
        assertThat(places.last().locator(".state")).hasText("Out");
        assertThat(places.last()).containsText("de-fra · €2.50 / €10.00 per 1 M tokens");
        visit.sees("Served elsewhere");
        pictures("elsewhere-detail");
    }

    @Test
    void streamsFromOneInThePlayground() {
        visit.at("#/playground?model=mistral-small");
        assertThat(visit.byId("model")).hasValue("mistral-small");
        visit.byId("message").fill("What is a passerelle?");
        visit.press("Enter");
        assertThat(visit.page().locator(".turn").last().locator(".said")).hasText("A footbridge.");
        assertThat(visit.page().locator(".turn .pace").last()).containsText("2 tokens");
        pictures("elsewhere-chat");
    }

    private void call(String model) {
        gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model));
    }

    private void pictures(String view) {
        for (int width : new int[] {360, 1440}) {
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                visit.looks(width, scheme);
                String name =
                        "%s-%d-%s.png"
                                .formatted(view, width, scheme.name().toLowerCase(Locale.ROOT));
                visit.page()
                        .screenshot(new ScreenshotOptions().setPath(Path.of("target/page", name)));
                assertThat(visit.overflow()).as(name).isLessThanOrEqualTo(0);
            }
        }
    }

    private static ModelRoute route(String id, DeploymentConfig... deployments) {
        return new ModelRoute(
                id, List.of(), null, Limits.NONE, RoutingConfig.DEFAULT, List.of(deployments));
    }

    private static Share share(String region, @Nullable Price price) {
        return new Share(region, price, 1, Limits.NONE, null, 0);
    }

    private static DeploymentConfig to(
            String name, ScriptedUpstream upstream, String region, @Nullable Price price) {
        Duration patience = Duration.ofSeconds(5);
        return new DeploymentConfig.Upstream(
                name,
                share(region, price),
                upstream.url(),
                "sk-upstream",
                "there",
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
