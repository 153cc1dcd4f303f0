package dev.passerelle.runtime.tools;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The beginning of a JSON object that is a call: `{"name": …, "arguments": …}`.
sealed interface JsonCall {

    /// Not enough of it is there.
    record Unfinished() implements JsonCall {}

    /// It isn't one.
    record NotOne() implements JsonCall {}

    /// Its arguments begin at that place.
    record Begun(String name, int argumentsAt) implements JsonCall {}

    /// It ends before that place.
    record Whole(String name, String arguments, int end) implements JsonCall {}

    Set<String> ARGUMENTS = Set.of("arguments", "parameters");
    Set<String> KEYS = Set.of("name", "function", "type", "id", "arguments", "parameters");

    /// @param from where the object begins
    static JsonCall parse(CharSequence text, int from) {
        if (from >= text.length()) {
            return new Unfinished();
        }
        if (text.charAt(from) != '{') {
            return new NotOne();
        }
        String name = null;
        int at = from + 1;
        while (true) {
            at = blank(text, at);
            int keyEnd = JsonScanner.end(text, at);
            int colon = keyEnd < 0 ? keyEnd : blank(text, keyEnd);
            int value = colon < 0 || colon >= text.length() ? -1 : blank(text, colon + 1);
            if (keyEnd == -2
                    || (colon >= 0 && colon < text.length() && text.charAt(colon) != ':')) {
                return new NotOne();
            }
            if (value < 0 || value >= text.length()) {
                return new Unfinished();
            }
            String key = string(text, at, keyEnd);
            if (key == null || !KEYS.contains(key)) {
                return new NotOne();
            }
            if (ARGUMENTS.contains(key) && name != null && text.charAt(value) == '{') {
                return new Begun(name, value);
            }
            int end = JsonScanner.end(text, value);
            if (end < 0) {
                return end == -1 ? new Unfinished() : new NotOne();
            }
            if (key.equals("name") || key.equals("function")) {
                String given = string(text, value, end);
                name = given == null ? name : given;
            }
            at = blank(text, end);
            if (at >= text.length()) {
                return new Unfinished();
            }
            if (text.charAt(at) == '}') {
                return whole(text, from, at + 1);
            }
            if (text.charAt(at++) != ',') {
                return new NotOne();
            }
        }
    }

    private static int blank(CharSequence text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static @Nullable String string(CharSequence text, int from, int end) {
        JsonNode node = parsed(text.subSequence(from, end).toString());
        return node != null && node.isString() ? node.asString() : null;
    }

    private static @Nullable JsonNode parsed(String json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static JsonCall whole(CharSequence text, int from, int end) {
        JsonNode node = parsed(text.subSequence(from, end).toString());
        if (node == null) {
            return new NotOne();
        }
        JsonNode call = node.path("function").isObject() ? node.path("function") : node;
        JsonNode name = call.path("name").isString() ? call.path("name") : call.path("function");
        JsonNode given = call.has("arguments") ? call.path("arguments") : call.path("parameters");
        JsonNode inner = given.isString() ? parsed(given.asString()) : given;
        boolean none = given.isMissingNode() || given.isNull();
        if (!name.isString() || !(none || (inner != null && inner.isObject()))) {
            return new NotOne();
        }
        return new Whole(name.asString(), none ? "{}" : String.valueOf(inner), end);
    }
}
