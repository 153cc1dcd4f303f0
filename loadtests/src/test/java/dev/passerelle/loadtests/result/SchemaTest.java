package dev.passerelle.loadtests.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SchemaTest {
    private static final JsonMapper JSON = ResultJson.mapper();
    private static final JsonNode SCHEMA =
            JSON.readTree(Path.of("../docs/loadtests/result.schema.json"));
    private static final Map<String, Class<?>> PARTS =
            Map.ofEntries(
                    Map.entry("machine", Machine.class),
                    Map.entry("summary", Summary.class),
                    Map.entry("requests", Summary.Requests.class),
                    Map.entry("throughput", Summary.Throughput.class),
                    Map.entry("goodput", Summary.Goodput.class),
                    Map.entry("spread", Spread.class),
                    Map.entry("window", Window.class),
                    Map.entry("sample", Sample.class),
                    Map.entry("generator", Generator.class),
                    Map.entry("server", ServerSide.class),
                    Map.entry("sweep_step", SweepStep.class),
                    Map.entry("capacity", Capacity.class));

    @Test
    void everyComponentIsDescribedAndNothingElse() {
        assertThat(SCHEMA.get("$defs").propertyNames()).containsOnlyOnceElementsOf(PARTS.keySet());
        assertThat(SCHEMA.get("$defs").size()).isEqualTo(PARTS.size());
        described(SCHEMA, Result.class);
        PARTS.forEach((name, type) -> described(SCHEMA.get("$defs").get(name), type));
    }

    @Test
    void theVersionIsTheProgrammes() {
        assertThat(SCHEMA.at("/properties/version/const").asInt()).isEqualTo(Result.VERSION);
    }

    static Stream<Result> results() {
        Result mixed = Results.mixed();
        return Stream.of(mixed, Results.sweep(), mixed.slim());
    }

    @ParameterizedTest
    @MethodSource("results")
    void resultsAreValid(Result result) {
        var problems = new ArrayList<String>();
        check("", JSON.readTree(JSON.writeValueAsString(result)), SCHEMA, problems);
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNotValidIsSeen() {
        var problems = new ArrayList<String>();
        check("", JSON.readTree("{\"version\": \"1\", \"other\": 2}"), SCHEMA, problems);
        assertThat(problems)
                .contains("/version is no integer", "/other is not described", "/tool is missing");
    }

    private static void described(JsonNode part, Class<?> type) {
        List<String> names =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(SchemaTest::snake)
                        .toList();
        assertThat(part.get("properties").propertyNames()).containsExactlyElementsOf(names);
        assertThat(part.get("required").values().stream().map(JsonNode::asString))
                .containsExactlyElementsOf(names);
        assertThat(part.get("properties").values())
                .allSatisfy(p -> assertThat(p.path("description").asString("")).isNotBlank());
    }

    /// What of JSON Schema this schema uses.
    private static void check(
            String where, JsonNode value, JsonNode schema, List<String> problems) {
        if (schema.has("$ref")) {
            check(where, value, SCHEMA.at(schema.get("$ref").asString().substring(1)), problems);
        } else if (schema.has("anyOf")) {
            if (!value.isNull()) {
                check(where, value, schema.get("anyOf").get(0), problems);
            }
        } else if (!types(schema).contains(typeOf(value))
                && !(value.isInt() && types(schema).contains("number"))
                && !(value.isLong() && types(schema).contains("number"))) {
            problems.add(where + " is no " + String.join(" or ", types(schema)));
        } else if (value.isObject()) {
            checkObject(where, value, schema, problems);
        } else if (value.isArray()) {
            value.values().forEach(v -> check(where + "[]", v, schema.get("items"), problems));
        } else if (schema.has("enum")) {
            assertThat(schema.get("enum").values()).contains(value);
        }
    }

    private static void checkObject(
            String where, JsonNode value, JsonNode schema, List<String> problems) {
        JsonNode known = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        if (known.isMissingNode() && others.isMissingNode()) {
            return;
        }
        for (JsonNode name : schema.path("required").values()) {
            if (!value.has(name.asString())) {
                problems.add(where + "/" + name.asString() + " is missing");
            }
        }
        for (var entry : value.properties()) {
            String place = where + "/" + entry.getKey();
            JsonNode of = known.has(entry.getKey()) ? known.get(entry.getKey()) : others;
            if (of.isMissingNode()) {
                problems.add(place + " is not described");
            } else {
                check(place, entry.getValue(), of, problems);
            }
        }
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.get("type");
        return type.isArray()
                ? type.values().stream().map(JsonNode::asString).toList()
                : List.of(type.asString());
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
