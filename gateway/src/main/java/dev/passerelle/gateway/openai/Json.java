package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as the API reads and writes it: duplicate keys and anything after the value are errors,
/// names are snake case.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private Json() {}

    /// Reads a request body.
    ///
    /// @throws InvalidRequest naming line and column if it isn't one JSON object
    public static ObjectNode object(byte[] body) {
        JsonNode node = parse(body);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRequest(
                "The request body must be a JSON object, but is " + kind(node) + ".", null, null);
    }

    /// Reads what somebody else wrote; missing if it isn't JSON.
    static JsonNode lenient(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    /// Writes a wire record.
    public static byte[] bytes(Object wire) {
        return MAPPER.writeValueAsBytes(wire);
    }

    /// Writes a part of a wire record.
    static String text(Object wire) {
        return MAPPER.writeValueAsString(wire);
    }

    /// A value as maps, lists, strings, numbers, booleans and nulls.
    static Object plain(JsonNode value) {
        return MAPPER.treeToValue(value, Object.class);
    }

    /// The UTF-8 bytes between the quotes of a JSON string.
    static byte[] escaped(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text);
    }

    /// What a value is, in a message's words. Never the value itself, which may be private.
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case NULL -> "null";
            case MISSING -> "missing";
            case BINARY, POJO -> "of another kind";
        };
    }

    /// The same of a value that begins with a token.
    static String kind(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "missing";
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_NULL -> "null";
            default -> "of another kind";
        };
    }

    private static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw new InvalidRequest(
                    "The request body is empty: send a JSON object.", null, "invalid_json");
        }
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    /// What is wrong with a body that can't be read as JSON.
    static InvalidRequest invalid(JacksonException e) {
        return invalid(
                e instanceof StreamConstraintsException
                        ? "is too deeply nested or has an over-long element"
                        : reason(e),
                e.getLocation());
    }

    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "names a key twice";
        }
        if (message.startsWith("Trailing token")) {
            return "goes on after the end of the object";
        }
        return "is not valid JSON";
    }

    static InvalidRequest invalid(String reason, @Nullable TokenStreamLocation at) {
        String where =
                at == null
                        ? ""
                        : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
        return new InvalidRequest("The request body " + reason + where + ".", null, "invalid_json");
    }
}
