package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.plan.Endpoint;
import java.util.StringTokenizer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request, as far as a stub reads it. A word is a token; a chat has three more for each message
/// and three for the answer to begin, as OpenAI counts its own format.
///
/// @param usage whether a stream is to end with its usage
/// @param inputs how many vectors are asked for
/// @param base64 whether vectors are to be in Base64
record Question(
        Endpoint endpoint,
        boolean stream,
        boolean usage,
        int promptTokens,
        int maxTokens,
        int inputs,
        boolean base64) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MESSAGE = 3;
    private static final int MOST_TOKENS = 1_000_000;

    static Question read(Endpoint endpoint, byte[] body, StubOptions options) {
        JsonNode json = parse(body);
        checkModel(json.path("model"), options.model());
        if (endpoint == Endpoint.EMBEDDINGS) {
            return embeddings(json);
        }
        if (json.path("n").asInt(1) != 1) {
            throw invalid("n", "the stub gives one answer: leave n out");
        }
        return new Question(
                endpoint,
                json.path("stream").asBoolean(false),
                json.path("stream_options").path("include_usage").asBoolean(false),
                endpoint == Endpoint.CHAT ? messages(json) : prompt(json),
                maxTokens(json, options.maxTokens()),
                0,
                false);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            // the message would quote what was sent
        }
        throw new RefusedException(400, "the body is no JSON object", null, "invalid_json");
    }

    private static void checkModel(JsonNode model, String served) {
        if (!model.isString()) {
            throw invalid("model", "must be a string");
        }
        if (!model.stringValue().equals(served)) {
            throw new RefusedException(
                    404, "the stub serves one model: " + served, "model", "model_not_found");
        }
    }

    private static Question embeddings(JsonNode json) {
        JsonNode input = json.path("input");
        boolean several = input.isArray() && !input.path(0).isNumber();
        int inputs = several ? input.size() : 1;
        String format = json.path("encoding_format").asString("float");
        if (!format.equals("float") && !format.equals("base64")) {
            throw invalid("encoding_format", "must be float or base64");
        }
        return new Question(
                Endpoint.EMBEDDINGS,
                false,
                false,
                tokens("input", input),
                0,
                inputs,
                format.equals("base64"));
    }

    private static int messages(JsonNode json) {
        JsonNode messages = json.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw invalid("messages", "must be a list of at least one message");
        }
        int tokens = MESSAGE;
        for (JsonNode message : messages) {
            tokens += MESSAGE + words(message.path("content"));
        }
        return tokens;
    }

    private static int prompt(JsonNode json) {
        JsonNode prompt = json.path("prompt");
        if (prompt.isArray() && prompt.size() > 1 && !prompt.path(0).isNumber()) {
            throw invalid("prompt", "the stub answers one prompt at a time");
        }
        return tokens("prompt", prompt);
    }

    private static int tokens(String param, JsonNode texts) {
        if (!texts.isString() && (!texts.isArray() || texts.isEmpty())) {
            throw invalid(param, "must be a string, or a list of strings or token numbers");
        }
        return words(texts);
    }

    /// Words of a text or of all texts in a list, and numbers in it.
    private static int words(JsonNode content) {
        if (content.isString()) {
            return new StringTokenizer(content.stringValue()).countTokens();
        }
        if (content.isNumber()) {
            return 1;
        }
        int words = 0;
        for (JsonNode part : content) {
            words += part.isObject() ? words(part.path("text")) : words(part);
        }
        return words;
    }

    private static int maxTokens(JsonNode json, int otherwise) {
        String param =
                json.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        int asked = json.path(param).asInt(otherwise);
        if (asked < 1 || asked > MOST_TOKENS) {
            throw invalid(param, "must be 1 to " + MOST_TOKENS);
        }
        return asked;
    }

    private static RefusedException invalid(String param, String message) {
        return new RefusedException(400, param + ": " + message, param, "invalid_value");
    }
}
