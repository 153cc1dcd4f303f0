package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Fields;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Measure.Unit;
import dev.passerelle.gateway.tenancy.Prices;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/// Limits as the admin API writes them: a number by each measure's name, money in the currency.
final class WireLimits {
    private static final BigDecimal UNIT = BigDecimal.valueOf(Prices.UNIT);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private WireLimits() {}

    static Map<String, BigDecimal> of(Limits limits) {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        limits.capacities()
                .forEach((measure, capacity) ->
                        amounts.put(measure.id(), amount(measure, capacity)));
        return amounts;
    }

    private static BigDecimal amount(Measure measure, long capacity) {
        BigDecimal whole = BigDecimal.valueOf(capacity);
        if (measure.unit() != Unit.MONEY) {
            return whole;
        }
        BigDecimal money = whole.divide(UNIT).stripTrailingZeros();
        return money.scale() < 0 ? money.setScale(0) : money;
    }

    /// @throws InvalidRequest naming the first field that is wrong
    static Limits read(Fields fields) {
        fields.only(Arrays.stream(Measure.values()).map(Measure::id).toList());
        Map<Measure, Long> capacities = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            JsonNode value = fields.value(measure.id());
            if (value != null) {
                capacities.put(measure, capacity(measure, value, fields.param(measure.id())));
            }
        }
        return new Limits(capacities);
    }

    private static long capacity(Measure measure, JsonNode value, String param) {
        boolean money = measure.unit() == Unit.MONEY;
        String expected =
                money
                        ? "an amount of money of more than 0, with up to 12 decimals"
                        : "a whole number of at least 1";
        if (!(value instanceof NumericNode number) || number.isNaN()) {
            throw Fields.wrongType(value, param, expected);
        }
        BigDecimal units = units(value, money);
        if (units.signum() <= 0
                || units.compareTo(MOST) > 0
                || units.stripTrailingZeros().scale() > 0) {
            throw Fields.wrongValue(value.numberValue().toString(), param, expected);
        }
        return units.longValueExact();
    }

    private static BigDecimal units(JsonNode value, boolean money) {
        BigDecimal given = value.decimalValue();
        return money ? given.multiply(UNIT) : given;
    }
}
