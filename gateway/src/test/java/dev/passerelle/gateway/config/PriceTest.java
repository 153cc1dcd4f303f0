package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.tenancy.Prices;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {

    @Test
    void isExactForATokenAtAMillionthOfTheCurrencyForAMillion() {
        Prices prices =
                new Price(new BigDecimal("0.000001"), new BigDecimal("1000000"), "EUR").prices();

        assertThat(prices).isEqualTo(new Prices(1, Prices.UNIT, "EUR"));
        assertThat(prices.cost(1_000_000, 2)).isEqualTo(1_000_000 + 2 * Prices.UNIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.150000000", "2.5", "1E+3", "1000000"})
    void takesUpToSixDecimals(String amount) {
        assertThat(Price.isAmount(new BigDecimal(amount))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0.0000001", "1000000.000001"})
    void refusesWhatCantBeCountedInWholeUnits(String amount) {
        BigDecimal price = new BigDecimal(amount);
        assertThat(Price.isAmount(price)).isFalse();
        assertThatThrownBy(() -> new Price(price, BigDecimal.ONE, "EUR"))
                .hasMessageContaining(amount)
                .hasMessageContaining("up to 6 decimals");
    }
}
