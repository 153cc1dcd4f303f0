package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files of the public JSON-Schema-Test-Suite (draft 2020-12) whose keywords are supported, and
/// those of refused ones.
class JsonSchemaSuiteTest {

    private static final Path SUITE = Path.of("src/test/resources/json-schema-test-suite");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_ORDERS = 30;

    /// Groups with keywords or references that are refused.
    private static final int REFUSED = 56;

    private final Random random = new Random(1);
    private int valid;
    private int invalid;
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> wrong = new TreeSet<>();

    @Test
    void acceptsWhatIsValidAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(SUITE)) {
            files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(this::file);
        }
        assertThat(wrong).isEmpty();
        assertThat(valid).isGreaterThan(300);
        assertThat(invalid).isGreaterThan(200);
        assertThat(refused).hasSize(REFUSED);
    }

    private void file(Path file) {
        for (JsonNode group : MAPPER.readTree(file.toFile())) {
            String name = file.getFileName() + ": " + group.get("description").stringValue();
            JsonNode schema = open(group.get("schema").deepCopy());
            Constraint constraint = new Constraint.JsonSchema(schema.toString());
            try {
                TestTokens.COMPILER.compile(constraint);
            } catch (InferenceException.InvalidInput e) {
                if (String.valueOf(e.getMessage()).startsWith("No text")) {
                    for (JsonNode test : group.get("tests")) {
                        if (test.get("valid").booleanValue()) {
                            wrong.add(name + ": nothing accepted");
                        }
                    }
                } else {
                    refused.add(name + " | " + e.getMessage());
                }
                continue;
            }
            group.get("tests").forEach(test -> test(name, constraint, test));
        }
    }

    private void test(String name, Constraint constraint, JsonNode test) {
        boolean expected = test.get("valid").booleanValue();
        boolean accepted =
                orders(test.get("data")).stream()
                        .anyMatch(text -> TestTokens.accepts(constraint, text.toString(), random));
        if (accepted != expected) {
            wrong.add("%s: %s should be %s".formatted(name, test.get("description"), expected));
        }
        valid += expected ? 1 : 0;
        invalid += expected ? 0 : 1;
    }

    /// The schema with `additionalProperties` said wherever it would be true.
    private static JsonNode open(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if ((object.path("properties").isObject()
                            || object.path("required").isArray()
                            || object.path("patternProperties").isObject())
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", true);
            }
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                boolean values = Set.of("enum", "const", "default").contains(each.getKey());
                if (Set.of("properties", "patternProperties", "$defs").contains(each.getKey())) {
                    each.getValue().forEach(JsonSchemaSuiteTest::open);
                } else if (!values) {
                    open(each.getValue());
                }
            }
        } else if (schema.isArray()) {
            schema.forEach(JsonSchemaSuiteTest::open);
        }
        return schema;
    }

    /// A value with its properties in some orders, and its numbers written shortly.
    private static List<JsonNode> orders(JsonNode value) {
        if (value.isObject()) {
            return permutations(new ArrayList<>(value.properties()), JSON.objectNode());
        }
        List<ArrayNode> arrays = new ArrayList<>();
        if (!value.isArray()) {
            boolean whole =
                    value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            return List.of(whole ? JSON.numberNode(value.decimalValue().toBigInteger()) : value);
        }
        arrays.add(JSON.arrayNode());
        for (JsonNode item : value) {
            List<ArrayNode> longer = new ArrayList<>();
            for (ArrayNode array : arrays) {
                for (JsonNode order : orders(item)) {
                    longer.add(array.deepCopy().add(order));
                }
            }
            arrays = longer.subList(0, Math.min(MOST_ORDERS, longer.size()));
        }
        return List.copyOf(arrays);
    }

    private static List<JsonNode> permutations(
            List<Map.Entry<String, JsonNode>> left, ObjectNode so) {
        if (left.isEmpty()) {
            return List.of(so);
        }
        List<JsonNode> all = new ArrayList<>();
        for (int i = 0; i < left.size() && all.size() < MOST_ORDERS; i++) {
            List<Map.Entry<String, JsonNode>> rest = new ArrayList<>(left);
            Map.Entry<String, JsonNode> next = rest.remove(i);
            for (JsonNode order : orders(next.getValue())) {
                ObjectNode more = so.deepCopy();
                more.set(next.getKey(), order);
                all.addAll(permutations(rest, more));
            }
        }
        return all;
    }
}
