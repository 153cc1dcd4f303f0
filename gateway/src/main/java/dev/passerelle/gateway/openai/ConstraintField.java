package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a text must look like, as a request says it: OpenAI's `response_format`, and vLLM's
/// `structured_outputs` and `guided_*`.
///
/// @param param the field that says so
record ConstraintField(String param, Constraint constraint) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> STRUCTURED =
            List.of("json", "regex", "choice", "grammar", "json_object", "structural_tag");

    /// Absent if it may look like anything.
    ///
    /// @throws InvalidRequest if there are two
    static Optional<ConstraintField> decode(Fields fields) {
        List<ConstraintField> found = new ArrayList<>();
        fields.object("response_format").flatMap(ConstraintField::format).ifPresent(found::add);
        fields.object("structured_outputs").ifPresent(object -> structured(object, found));
        add(fields, "guided_json", ConstraintField::schema, found);
        add(fields, "guided_regex", ConstraintField::regex, found);
        add(fields, "guided_choice", ConstraintField::choice, found);
        add(fields, "guided_grammar", ConstraintField::grammar, found);
        if (found.size() > 1) {
            String other = found.get(1).param();
            throw new InvalidRequest(
                    "'%s' and '%s' both say what the text must look like: send one of them."
                            .formatted(found.getFirst().param(), other),
                    other,
                    "invalid_value");
        }
        return found.stream().findFirst();
    }

    private static Optional<ConstraintField> format(Fields format) {
        String type = format.requiredString("type", "text, json_object or json_schema");
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" ->
                    Optional.of(
                            new ConstraintField(format.param("type"), new Constraint.JsonObject()));
            case "json_schema" -> Optional.of(named(format));
            default ->
                    throw Fields.wrongValue(
                            "another type",
                            format.param("type"),
                            "text, json_object or json_schema");
        };
    }

    private static ConstraintField named(Fields format) {
        Fields object = format.requiredObject("json_schema", "an object with 'name' and 'schema'");
        String name = object.requiredString("name", "a name of the format");
        if (!NAME.matcher(name).matches()) {
            throw Fields.wrongValue(
                    "another", object.param("name"), "1 to 64 of a-z, A-Z, 0-9, _ and -");
        }
        object.string("description");
        object.flag("strict");
        String param = object.param("schema");
        JsonNode schema = object.value("schema");
        return new ConstraintField(
                param, schema == null ? new Constraint.JsonObject() : schema(schema, param));
    }

    private static void structured(Fields object, List<ConstraintField> found) {
        object.only(STRUCTURED);
        if (object.value("structural_tag") != null) {
            throw new InvalidRequest(
                    "Unsupported value for '%s': structural tags are not supported; use tools."
                            .formatted(object.param("structural_tag")),
                    object.param("structural_tag"),
                    "unsupported_value");
        }
        add(object, "json", ConstraintField::schema, found);
        add(object, "regex", ConstraintField::regex, found);
        add(object, "choice", ConstraintField::choice, found);
        add(object, "grammar", ConstraintField::grammar, found);
        if (object.flag("json_object")) {
            found.add(
                    new ConstraintField(object.param("json_object"), new Constraint.JsonObject()));
        }
    }

    private static void add(
            Fields fields,
            String name,
            BiFunction<JsonNode, String, Constraint> reader,
            List<ConstraintField> found) {
        JsonNode value = fields.value(name);
        if (value != null) {
            String param = fields.param(name);
            found.add(new ConstraintField(param, reader.apply(value, param)));
        }
    }

    /// A schema as an object, a boolean, or the text of either, as vLLM's clients send it.
    private static Constraint schema(JsonNode value, String param) {
        JsonNode schema = value.isString() ? Json.lenient(value.stringValue()) : value;
        if (!(schema instanceof ObjectNode) && !schema.isBoolean()) {
            throw Fields.wrongType(value, param, "a JSON Schema");
        }
        return new Constraint.JsonSchema(Json.text(schema));
    }

    private static Constraint regex(JsonNode value, String param) {
        return new Constraint.Regex(Fields.string(value, param));
    }

    private static Constraint grammar(JsonNode value, String param) {
        return new Constraint.Grammar(Fields.string(value, param));
    }

    private static Constraint choice(JsonNode value, String param) {
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, param, "an array of strings");
        }
        if (array.isEmpty()) {
            throw Fields.wrongValue("an empty array", param, "at least one string");
        }
        return new Constraint.OneOf(
                Fields.strings(array, param).stream()
                        .<Constraint>map(Constraint.Literal::new)
                        .toList());
    }
}
