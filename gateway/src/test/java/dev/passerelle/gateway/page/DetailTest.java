package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.passerelle.gateway.FakeGenerator;
import org.junit.jupiter.api.Test;

/// The view of one model.
class DetailTest extends OfferVisit {
    DetailTest() {
        super(FakeGenerator.saying("Hello"));
    }

    @Test
    void showsFactsFilesAndOrigin() {
        visit.at("#/models/smollm2-135m-instruct");
        visit.sees("134,515,008");
        visit.sees("English, French");
        visit.sees(Offer.COMMIT);
        visit.sees("Every file verified");
        visit.sees("git-sha1:" + Offer.COMMIT);
        assertThat(visit.page()).hasTitle("smollm2-135m-instruct · Passerelle");
    }

    @Test
    void showsTheCardWithoutItsScript() {
        visit.at("#/models/smollm2-135m-instruct");
        Locator card = visit.page().locator(".card");
        assertThat(card.getByRole(AriaRole.CELL).first()).hasText("IFEval");
        assertThat(card.locator("script")).hasCount(0);
    }

    @Test
    void copiesASnippetForThisHost() {
        visit.at("#/models/smollm2-135m-instruct");
        copySnippet();
        assertThat(clipboard())
                .startsWith("curl")
                .contains(offer.gateway.url("/v1/chat/completions"), "smollm2-135m-instruct");
    }

    @Test
    void copiesWhereTheClipboardInterfaceIsMissing() {
        visit.page()
                .addInitScript("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
        visit.at("#/models/smollm2-135m-instruct");
        copySnippet();
        Page other = visit.page().context().newPage();
        other.navigate(offer.gateway.url("/"));
        assertThat(String.valueOf(other.evaluate("navigator.clipboard.readText()")))
                .startsWith("curl");
    }

    @Test
    void choosesTheLanguageByArrowKeys() {
        visit.at("#/models/bge-small-en-v1.5");
        Locator code = visit.byId("snippet");
        assertThat(code).containsText("/v1/embeddings");
        visit.page().getByRole(AriaRole.TAB).first().focus();
        visit.press("ArrowRight");
        assertThat(code).containsText("client.embeddings.create");
        visit.press("End");
        assertThat(code).containsText("EmbeddingCreateParams.builder()");
        visit.press("ArrowRight");
        assertThat(code).containsText("curl");
    }

    @Test
    void saysWhyAModelFailed() {
        visit.at("#/models/qwen2.5-coder-7b-instruct");
        assertThat(visit.page().locator("#detail .state")).hasText("Failed");
        visit.sees(Offer.DAMAGE);
    }

    @Test
    void saysWhyAnUpdateFailed() {
        visit.at("#/models/bge-small-en-v1.5");
        assertThat(visit.page().locator("#detail .state")).hasText("Ready");
        visit.sees("Newer revision ab10c1a failed");
        visit.sees("the connection closed four times");
    }

    @Test
    void saysThatThereIsNoSuchModel() {
        visit.at("#/models/org/none");
        visit.sees("This gateway offers no model of this name.");
    }

    private void copySnippet() {
        visit.button("Copy the snippet").click();
        assertThat(visit.button("Copied the snippet")).isVisible();
    }

    private String clipboard() {
        return String.valueOf(visit.page().evaluate("navigator.clipboard.readText()"));
    }
}
