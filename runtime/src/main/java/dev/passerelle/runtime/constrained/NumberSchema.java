package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Numbers under a schema. With bounds they have no exponent, and at most 15 digits beside the
/// bound's, so that no reader rounds them over it.
final class NumberSchema {

    private static final int DIGITS = 15;
    private static final int MOST_DIVISOR = 1_000;
    private static final int MOST_SCALE = 6;

    private NumberSchema() {}

    static Node node(JsonNode schema, boolean integer, String pointer) {
        List<Node> bounds = bounds(schema, pointer);
        List<BigDecimal> divisors = divisors(schema, pointer);
        if (bounds.isEmpty() && divisors.isEmpty()) {
            return JsonText.call(integer ? JsonText.INTEGER : JsonText.NUMBER);
        }
        try {
            Node shape = integer ? NumberTexts.INTEGER : NumberTexts.decimal(fraction(schema));
            CharAutomaton all = CharAutomaton.of(shape);
            for (Node bound : bounds) {
                all = all.and(CharAutomaton.of(bound));
            }
            for (BigDecimal divisor : divisors) {
                all = all.and(CharAutomaton.of(multiples(divisor, pointer)));
            }
            return all.node();
        } catch (InferenceException.InvalidInput e) {
            throw String.valueOf(e.getMessage()).startsWith("schema:")
                    ? e
                    : SchemaKeywords.refusal(pointer, String.valueOf(e.getMessage()));
        }
    }

    private static int fraction(JsonNode schema) {
        int whole = 1;
        for (String keyword :
                List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.has(keyword)) {
                BigDecimal bound = schema.get(keyword).decimalValue();
                whole = Math.max(whole, bound.precision() - bound.scale());
            }
        }
        return Math.max(1, DIGITS - whole);
    }

    private static List<Node> bounds(JsonNode schema, String pointer) {
        List<Node> bounds = new ArrayList<>();
        for (boolean exclusive : new boolean[] {false, true}) {
            String least = exclusive ? "exclusiveMinimum" : "minimum";
            String most = exclusive ? "exclusiveMaximum" : "maximum";
            if (schema.has(least)) {
                bounds.add(
                        NumberTexts.atLeast(
                                SchemaKeywords.number(schema, least, pointer), exclusive));
            }
            if (schema.has(most)) {
                bounds.add(
                        NumberTexts.atMost(
                                SchemaKeywords.number(schema, most, pointer), exclusive));
            }
        }
        return bounds;
    }

    private static List<BigDecimal> divisors(JsonNode schema, String pointer) {
        if (!schema.has("multipleOf")) {
            return List.of();
        }
        JsonNode value = schema.get("multipleOf");
        List<JsonNode> each = value.isArray() ? SchemaKeywords.elements(value) : List.of(value);
        for (JsonNode divisor : each) {
            if (!divisor.isNumber() || divisor.decimalValue().signum() <= 0) {
                throw SchemaKeywords.refusal(pointer, "'multipleOf' must be a number above 0");
            }
        }
        return each.stream().map(JsonNode::decimalValue).toList();
    }

    private static Node multiples(BigDecimal divisor, String pointer) {
        BigDecimal plain = divisor.stripTrailingZeros();
        int scale = Math.max(0, plain.scale());
        BigDecimal whole = plain.movePointRight(scale);
        if (whole.compareTo(BigDecimal.valueOf(MOST_DIVISOR)) > 0 || scale > MOST_SCALE) {
            throw SchemaKeywords.refusal(
                    pointer,
                    "keyword 'multipleOf' is not supported for %s: at most %d digits after the point, and %d without it"
                            .formatted(divisor.toPlainString(), MOST_SCALE, MOST_DIVISOR));
        }
        return NumberTexts.multiples(whole.intValueExact(), scale);
    }
}
