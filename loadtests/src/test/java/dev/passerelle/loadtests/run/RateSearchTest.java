package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    @Test
    void doublesThenHalvesTheDistance() {
        assertThat(tried(new RateSearch(1, 1000, 0.1), 10))
                .containsExactly(1.0, 2.0, 4.0, 8.0, 16.0, 12.0, 10.0, 11.0);
    }

    @Test
    void goesDownWhereEvenTheFirstRateIsTooMuch() {
        assertThat(tried(new RateSearch(16, 1000, 0.5), 3))
                .containsExactly(16.0, 8.0, 4.0, 2.0, 3.0);
    }

    @Test
    void givesUpOnAServerThatSustainsNothing() {
        assertThat(tried(new RateSearch(16, 1000, 0.1), 0)).hasSize(7).endsWith(0.25);
    }

    @Test
    void endsAtTheHighestRateAllowed() {
        assertThat(tried(new RateSearch(10, 25, 0.1), 100)).containsExactly(10.0, 20.0, 25.0);
        assertThat(tried(new RateSearch(50, 25, 0.1), 100)).containsExactly(25.0);
    }

    private static List<Double> tried(RateSearch search, double capacity) {
        List<Double> tried = new ArrayList<>();
        for (OptionalDouble rate = search.next(); rate.isPresent(); rate = search.next()) {
            tried.add(rate.getAsDouble());
            search.tried(rate.getAsDouble() <= capacity);
        }
        return tried;
    }
}
