package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.passerelle.gateway.FakeEmbedder;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.openai.ApiException.Unauthenticated;
import dev.passerelle.gateway.tenancy.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page of a gateway that shows its catalogue to holders of a key only.
@ExtendWith(Chromium.class)
class KeyTest {

    @Test
    void asksForAKeyAndReloadsWithIt(Browser browser) {
        try (TestingGateway gateway =
                        TestingGateway.behind(
                                door(), TestingGateway.ready("embed", new FakeEmbedder()));
                Visit visit = Visit.of(browser, gateway).at("")) {
            assertThat(visit.byId("key-hint")).hasText("This server asks for a key. Enter yours.");
            assertThat(visit.byId("key")).isFocused();

            visit.page().keyboard().type("wrong");
            visit.press("Enter");
            assertThat(visit.byId("key-hint"))
                    .hasText("The server does not take this key. Enter another.");
            assertThat(visit.byId("key")).isFocused();

            visit.byId("key").fill("right");
            visit.press("Enter");
            assertThat(visit.row("embed")).isVisible();
            assertThat(visit.byId("gate")).isHidden();
            assertThat(visit.focused()).isEqualTo("list-title");
            visit.at("#/playground");
            assertThat(visit.byId("key")).hasValue("right");
            assertThat(visit.byId("model")).hasValue("embed");
        }
    }

    private static Door door() {
        Door open = Door.open();
        AdmissionConfig access =
                new AdmissionConfig(AdmissionConfig.Mode.KEYS, null, null, false, false);
        return new Door(
                (authorization, _) -> identify(authorization),
                open.admission(),
                open.ledger(),
                access,
                open.transcripts(),
                open.ledgerBacklog());
    }

    private static Caller identify(@Nullable String authorization) {
        if (!"Bearer right".equals(authorization)) {
            throw new Unauthenticated("No such key.");
        }
        return Caller.ANYONE;
    }
}
