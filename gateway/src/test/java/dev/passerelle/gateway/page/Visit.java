package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.passerelle.gateway.TestingGateway;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/// Somebody's visit of the page, in a tab of its own. Closing it fails when the browser had
/// anything to complain of: a script's error, a violated policy, a missing file.
final class Visit implements AutoCloseable {
    private static final String STATUS = "Failed to load resource";
    private static final double PATIENCE_MILLIS = 20_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private final TestingGateway gateway;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visit(BrowserContext window, TestingGateway gateway) {
        this.gateway = gateway;
        page = window.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith(STATUS)) {
                complaints.add(message.text());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400 && response.url().contains("/page/")) {
                complaints.add(response.status() + " " + response.url());
            }
        });
    }

    /// In the browser's one wide, light window, which takes a second less than one for each visit.
    static Visit of(Browser browser, TestingGateway gateway) {
        BrowserContext window =
                browser.contexts().isEmpty() ? window(browser) : browser.contexts().getFirst();
        return new Visit(window, gateway);
    }

    private static BrowserContext window(Browser browser) {
        BrowserContext window =
                browser.newContext(
                        new NewContextOptions()
                                .setViewportSize(1440, 900)
                                .setColorScheme(ColorScheme.LIGHT)
                                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        window.setDefaultTimeout(PATIENCE_MILLIS);
        return window;
    }

    /// Narrower, wider, darker or lighter from here on.
    void looks(int width, ColorScheme scheme) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    Page page() {
        return page;
    }

    /// Goes to an address within the page, as `#/models`.
    Visit at(String address) {
        page.navigate(gateway.url("/" + address));
        return this;
    }

    Locator byId(String id) {
        return page.locator("#" + id);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// A filter's box.
    Locator choice(String name) {
        return page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(name));
    }

    /// The list's entry of this model.
    Locator row(String id) {
        return page.locator(".row")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.getByText(
                                                id, new Page.GetByTextOptions().setExact(true))));
    }

    void sees(String text) {
        assertThat(page.locator(".view:not([hidden])")).containsText(text);
    }

    void counts(String models) {
        assertThat(byId("count")).hasText(models);
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /// Id or text of what the keyboard's keys go to.
    String focused() {
        return (String)
                page.evaluate(
                        "document.activeElement.id || document.activeElement.textContent.trim()");
    }

    /// Pixels that the page is wider than the window.
    int overflow() {
        return (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    }

    @Override
    public void close() {
        page.evaluate("localStorage.clear()");
        page.close();
        Assertions.assertThat(complaints).isEmpty();
    }
}
