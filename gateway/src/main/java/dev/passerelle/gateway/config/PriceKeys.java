package dev.passerelle.gateway.config;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keys of a price.
///
/// @param section what has the price, e.g. `models[]`
record PriceKeys(
        String section,
        ConfigKey<BigDecimal> prompt,
        ConfigKey<BigDecimal> completion,
        ConfigKey<String> currency) {

    static PriceKeys of(String section) {
        return new PriceKeys(
                section,
                new ConfigKey<>(
                        section + ".price.prompt",
                        Quantities.PRICE,
                        "(none)",
                        "What a million tokens read cost."),
                new ConfigKey<>(
                        section + ".price.completion",
                        Quantities.PRICE,
                        "0",
                        "What a million tokens generated cost."),
                new ConfigKey<>(
                        section + ".price.currency",
                        Quantities.CURRENCY,
                        "(none)",
                        "The currency of the price; needed with one."));
    }

    Stream<ConfigKey<?>> all() {
        return Stream.of(prompt, completion, currency);
    }

    /// The price in one entry, if one is given.
    @Nullable Price find(Settings settings, int... indexes) {
        Optional<BigDecimal> read = settings.find(prompt, indexes);
        Optional<BigDecimal> generated = settings.find(completion, indexes);
        Optional<String> code = settings.find(currency, indexes);
        if (read.isEmpty() && generated.isEmpty() && code.isEmpty()) {
            return null;
        }
        return new Price(
                read.orElseThrow(() -> incomplete(settings, prompt, indexes)),
                generated.orElse(BigDecimal.ZERO),
                code.orElseThrow(() -> incomplete(settings, currency, indexes)));
    }

    private ConfigException incomplete(Settings settings, ConfigKey<?> missing, int... indexes) {
        return settings.missing(
                ConfigKey.at(section, indexes) + ".price",
                missing.at(indexes),
                "a price needs " + missing.type().allowed());
    }
}
