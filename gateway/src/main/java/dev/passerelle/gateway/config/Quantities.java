package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers with a unit.
final class Quantities {
    private static final BigDecimal MOST_MONEY = new BigDecimal(9_000_000);

    static final ValueType<Long> SIZE =
            new ValueType<>("a size such as `512KiB`, `8MiB` or `1GiB`", Quantities::size);

    static final ValueType<Duration> DURATION =
            new ValueType<>(
                    "a duration such as `500ms`, `30s`, `5m` or `1h`", Quantities::duration);

    /// An amount that [Price] takes.
    static final ValueType<BigDecimal> PRICE =
            new ValueType<>(
                    "an amount such as `0.25`, at most 1000000 with up to 6 decimals",
                    text -> amount(text).filter(Price::isAmount));

    static final ValueType<Double> PERCENT = number("a percentage such as `2.5`", "0", "100");

    /// A duration that is some time.
    static final ValueType<Duration> WAIT =
            new ValueType<>(
                    DURATION.allowed(), text -> duration(text).filter(Duration::isPositive));

    /// An amount in the unit of [Prices].
    static final ValueType<Long> MONEY =
            new ValueType<>(
                    "an amount such as `0.25`, more than 0 and at most " + MOST_MONEY,
                    text ->
                            amount(text)
                                    .filter(sum -> sum.signum() > 0)
                                    .filter(sum -> sum.compareTo(MOST_MONEY) <= 0)
                                    .map(sum ->
                                            sum.multiply(BigDecimal.valueOf(Prices.UNIT))
                                                    .longValueExact()));

    static final ValueType<String> CURRENCY =
            new ValueType<>("an ISO 4217 code such as `EUR`", Quantities::currency);

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?([A-Za-z]+)");

    private Quantities() {}

    /// A number that need not be whole.
    ///
    /// @param what as the documentation calls it
    static ValueType<Double> number(String what, String least, String most) {
        return new ValueType<>(
                "%s, from %s to %s".formatted(what, least, most),
                text ->
                        amount(text)
                                .filter(number -> number.compareTo(new BigDecimal(least)) >= 0)
                                .filter(number -> number.compareTo(new BigDecimal(most)) <= 0)
                                .map(BigDecimal::doubleValue));
    }

    private static Optional<Long> size(String text) {
        return read(text, Quantities::bytes).filter(size -> size > 0);
    }

    private static Optional<Duration> duration(String text) {
        return read(text, Quantities::milliseconds).map(Duration::ofMillis);
    }

    private static Optional<BigDecimal> amount(String text) {
        return Optional.of(text)
                .filter(digits -> DECIMAL.matcher(digits).matches())
                .map(BigDecimal::new);
    }

    private static Optional<String> currency(String text) {
        return Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .filter(text::equals)
                .findFirst();
    }

    private static Optional<Long> read(String text, Unit unit) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(match.group(1));
        return unit.of(match.group(2)).map(size -> number * size);
    }

    private static Optional<Long> bytes(String unit) {
        return switch (unit) {
            case "B" -> Optional.of(1L);
            case "KiB" -> Optional.of(1L << 10);
            case "MiB" -> Optional.of(1L << 20);
            case "GiB" -> Optional.of(1L << 30);
            case "kB" -> Optional.of(1_000L);
            case "MB" -> Optional.of(1_000_000L);
            case "GB" -> Optional.of(1_000_000_000L);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> milliseconds(String unit) {
        return switch (unit) {
            case "ms" -> Optional.of(1L);
            case "s" -> Optional.of(1_000L);
            case "m" -> Optional.of(60_000L);
            case "h" -> Optional.of(3_600_000L);
            default -> Optional.empty();
        };
    }

    private interface Unit {
        Optional<Long> of(String name);
    }
}
