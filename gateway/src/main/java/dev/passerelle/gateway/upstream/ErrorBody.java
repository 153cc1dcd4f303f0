package dev.passerelle.gateway.upstream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An error as a deployment tells it.
///
/// @param shaped whether it has the form of OpenAI's errors
record ErrorBody(
        boolean shaped,
        String message,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_MESSAGE = 1000;
    private static final ErrorBody NONE = new ErrorBody(false, "", null, null, null);

    static ErrorBody of(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            JsonNode error = root.path("error");
            if (error.isObject()) {
                return of(error);
            }
            if (error.isString()) {
                return new ErrorBody(true, shown(error), null, null, null);
            }
            // older servers write the error itself
            return root.path("message").isString() ? of(root) : NONE;
        } catch (JacksonException _) {
            return NONE;
        }
    }

    private static ErrorBody of(JsonNode error) {
        return new ErrorBody(
                true,
                shown(error.path("message")),
                text(error.path("type")),
                text(error.path("param")),
                text(error.path("code")));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() || node.isNumber() ? shown(node) : null;
    }

    private static String shown(JsonNode node) {
        String text = node.asString("");
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    boolean isAboutTheModel() {
        return "model_not_found".equals(code)
                || (shaped && message.toLowerCase(Locale.ROOT).contains("model"));
    }
}
