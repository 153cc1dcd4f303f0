package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.passerelle.gateway.FakeGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The list of models: finding one, and watching it arrive.
class BrowseTest extends OfferVisit {
    BrowseTest() {
        super(FakeGenerator.saying("Hello"));
    }

    @BeforeEach
    void list() {
        visit.at("").counts("6 models");
    }

    @Test
    void showsWhatIsKnownOfAModel() {
        Locator row = visit.row("smollm2-135m-instruct");
        assertThat(row.locator(".state")).hasText("Ready");
        assertThat(row).containsText("Text generation");
        assertThat(row).containsText("135 M");
        assertThat(row).containsText("apache-2.0");
        assertThat(row).containsText("fr-par");
        assertThat(row).containsText("€0.10 / €0.20");
    }

    @Test
    void searchesWhileOneTypes() {
        visit.press("/");
        visit.page().keyboard().type("crois");
        visit.counts("1 model");
        assertThat(visit.row("croissant-llm-chat")).isVisible();
        assertThat(visit.page()).hasURL(Pattern.compile("#/models\\?search=crois$"));
        assertThat(visit.focused()).isEqualTo("search");
    }

    @Test
    void saysWhenNothingFits() {
        visit.byId("search").fill("no such model");
        visit.sees("No model fits this search and these filters.");
        visit.button("Clear search and filters").click();
        visit.counts("6 models");
        assertThat(visit.byId("search")).hasValue("");
    }

    @Test
    void filtersByFacetAndGoesBack() {
        visit.choice("Embeddings").first().check();
        visit.counts("1 model");
        visit.button("Remove Task: Embeddings").click();
        visit.counts("6 models");
        visit.page().goBack();
        visit.counts("1 model");
        visit.page().goBack();
        visit.counts("6 models");
    }

    @Test
    void opensASharedView() {
        visit.at("#/models?region=de-fra&sort=-parameters");
        visit.counts("2 models");
        assertThat(visit.choice("de-fra")).isChecked();
        assertThat(visit.byId("sort")).hasValue("-parameters");
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        visit.at("#/models?sort=beauty");
        assertThat(visit.byId("nothing")).containsText("sort");
    }

    @Test
    void downloadProgressMovesWithoutTakingFocus() {
        Locator bar = visit.row(offer.arriving.id()).locator("progress");
        assertThat(bar).hasAttribute("value", Long.toString(4 * Offer.GIGABYTE));
        visit.byId("search").focus();
        offer.downloaded(7 * Offer.GIGABYTE);
        assertThat(bar).hasAttribute("value", Long.toString(7 * Offer.GIGABYTE));
        assertThat(visit.row(offer.arriving.id())).containsText("70 % · 7 GB of 10 GB");
        assertThat(visit.focused()).isEqualTo("search");
        offer.downloaded(4 * Offer.GIGABYTE);
    }

    @Test
    void tellsThatTheServerIsAway() {
        Page page = visit.page();
        page.route("**/api/catalogue?*", route -> route.abort());
        visit.byId("search").fill("smol");
        assertThat(visit.byId("banner")).containsText("The server does not answer.");
        page.unroute("**/api/catalogue?*");
        visit.button("Try now").click();
        visit.counts("1 model");
        assertThat(visit.byId("banner")).isHidden();
    }

    @Test
    void worksByKeyboardAlone() {
        visit.press("Tab");
        assertThat(visit.focused()).isEqualTo("Skip to content");
        visit.press("Enter");
        assertThat(visit.focused()).isEqualTo("main");
        visit.press("/");
        visit.page().keyboard().type("smollm2");
        visit.counts("1 model");
        Locator link = visit.row("smollm2-135m-instruct").getByRole(AriaRole.LINK);
        for (int i = 0; i < 60 && !visit.focused().equals("smollm2-135m-instruct"); i++) {
            visit.press("Tab");
        }
        assertThat(link).isFocused();
        visit.press("Enter");
        visit.sees("Use it");
        assertThat(visit.focused()).isEqualTo("detail-title");
        visit.page().goBack();
        assertThat(link).isFocused();
    }

    @Test
    void keepsTheChosenTheme() {
        Locator theme = visit.button("Dark theme");
        assertThat(theme).hasAttribute("aria-pressed", "false");
        theme.click();
        visit.page().reload();
        assertThat(theme).hasAttribute("aria-pressed", "true");
        assertThat(visit.page().locator("html")).hasAttribute("data-theme", "dark");
    }
}
