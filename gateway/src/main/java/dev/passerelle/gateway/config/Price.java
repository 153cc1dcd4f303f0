package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Prices;
import java.math.BigDecimal;

/// What a million tokens cost.
///
/// @param prompt a million tokens read
/// @param completion a million tokens generated
/// @param currency ISO 4217 code, e.g. `EUR`
public record Price(BigDecimal prompt, BigDecimal completion, String currency) {
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    /// How an amount may look, for messages.
    public static final String FORM = "from 0 to 1000000 with up to 6 decimals, per million tokens";

    public Price {
        if (!isAmount(prompt) || !isAmount(completion)) {
            throw new IllegalArgumentException(
                    "%s and %s: a price is %s"
                            .formatted(prompt.toPlainString(), completion.toPlainString(), FORM));
        }
    }

    /// Whether the price of one token is a whole number of [Prices]' units.
    public static boolean isAmount(BigDecimal amount) {
        return amount.signum() >= 0
                && amount.compareTo(MOST) <= 0
                && amount.stripTrailingZeros().scale() <= 6;
    }

    /// The price of single tokens: a millionth of the currency for a million tokens is one unit.
    public Prices prices() {
        return new Prices(unit(prompt), unit(completion), currency);
    }

    private static long unit(BigDecimal amount) {
        return amount.movePointRight(6).longValueExact();
    }
}
