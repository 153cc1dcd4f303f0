package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.passerelle.gateway.FakeGenerator;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every view, narrow and wide, light and dark: nothing is wider than its window. The pictures, to
/// be looked at, are in `target/page`.
@ExtendWith(Chromium.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class AppearanceTest {
    private Offer offer;

    @BeforeAll
    void serve(@TempDir Path folder) {
        offer =
                new Offer(
                        FakeGenerator.saying(
                                "A foot", "bridge: ", "narrow, light, quick to cross."),
                        folder);
    }

    @AfterAll
    void stop() {
        offer.close();
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT", "390, LIGHT", "390, DARK", "1440, LIGHT", "1440, DARK"})
    void fits(int width, ColorScheme scheme, Browser browser) {
        try (Visit visit = Visit.of(browser, offer.gateway, width, scheme)) {
            String suffix = "-%d-%s.png".formatted(width, scheme.name().toLowerCase(Locale.ROOT));
            visit.at("#/models").counts("6 models");
            picture(visit, "list" + suffix);
            visit.at("#/models/smollm2-135m-instruct");
            assertThat(visit.page().locator(".card table")).isVisible();
            picture(visit, "detail" + suffix);
            visit.at("#/models/qwen2.5-coder-7b-instruct").sees(Offer.DAMAGE);
            picture(visit, "failed" + suffix);
            visit.at("#/playground?model=smollm2-135m-instruct");
            visit.byId("message").fill("What is a passerelle?");
            assertThat(visit.byId("model")).hasValue("smollm2-135m-instruct");
            visit.button("Send").click();
            visit.sees("first after");
            picture(visit, "chat" + suffix);
            visit.at("#/playground?model=bge-small-en-v1.5");
            visit.button("Compare").click();
            visit.sees("cosine similarity");
            picture(visit, "compare" + suffix);
        }
    }

    private static void picture(Visit visit, String name) {
        visit.page()
                .screenshot(
                        new ScreenshotOptions()
                                .setPath(Path.of("target/page", name))
                                .setFullPage(!name.startsWith("list")));
        assertThat(visit.overflow()).as(name).isLessThanOrEqualTo(0);
    }
}
