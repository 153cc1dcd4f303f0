package dev.passerelle.gateway.page;

import com.microsoft.playwright.Browser;
import dev.passerelle.gateway.FakeGenerator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What tests of a view share: one offer for the class, a visit of its page for each test.
@ExtendWith(Chromium.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
abstract class OfferVisit {
    private final FakeGenerator generator;
    Offer offer;
    Visit visit;

    /// @param generator what the offer's chat models say
    OfferVisit(FakeGenerator generator) {
        this.generator = generator;
    }

    @BeforeAll
    void serve(@TempDir Path folder) {
        offer = new Offer(generator, folder);
    }

    @AfterAll
    void stop() {
        offer.close();
    }

    @BeforeEach
    void open(Browser browser) {
        visit = Visit.of(browser, offer.gateway);
    }

    @AfterEach
    void leave() {
        visit.close();
    }
}
