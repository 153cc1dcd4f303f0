package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.passerelle.gateway.FakeGenerator;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Every view, narrow and wide, light and dark: nothing is wider than its window. The pictures, to
/// be looked at, are in `target/page`.
class AppearanceTest extends OfferVisit {
    AppearanceTest() {
        super(FakeGenerator.saying("A foot", "bridge: ", "narrow, light, quick to cross."));
    }

    @Test
    void listFits() {
        visit.at("#/models").counts("6 models");
        pictures("list");
    }

    @Test
    void detailFits() {
        visit.at("#/models/smollm2-135m-instruct");
        assertThat(visit.page().locator(".card table")).isVisible();
        pictures("detail");
    }

    @Test
    void failureFits() {
        visit.at("#/models/qwen2.5-coder-7b-instruct").sees(Offer.DAMAGE);
        pictures("failed");
    }

    @Test
    void chatFits() {
        visit.at("#/playground?model=smollm2-135m-instruct");
        visit.byId("message").fill("What is a passerelle?");
        assertThat(visit.byId("model")).hasValue("smollm2-135m-instruct");
        visit.button("Send").click();
        visit.sees("first after");
        pictures("chat");
    }

    @Test
    void comparisonFits() {
        visit.at("#/playground?model=bge-small-en-v1.5");
        visit.button("Compare").click();
        visit.sees("cosine similarity");
        pictures("compare");
    }

    private void pictures(String view) {
        for (int width : new int[] {360, 390, 1440}) {
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                visit.looks(width, scheme);
                picture(
                        "%s-%d-%s.png"
                                .formatted(view, width, scheme.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    private void picture(String name) {
        visit.page()
                .screenshot(
                        new ScreenshotOptions()
                                .setPath(Path.of("target/page", name))
                                .setFullPage(!name.startsWith("list")));
        assertThat(visit.overflow()).as(name).isLessThanOrEqualTo(0);
    }
}
