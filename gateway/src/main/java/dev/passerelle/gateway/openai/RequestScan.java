package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Spans.Span;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One pass over a request's body.
final class RequestScan {
    private static final JsonFactory JSON = new JsonFactory();

    private final Endpoint endpoint;
    private final byte[] body;
    private final JsonParser parser;
    private final PromptScan prompt;
    private final Set<String> names = new HashSet<>();

    private @Nullable String model;
    private @Nullable Span modelAt;
    private @Nullable Span maxTokensAt;
    private @Nullable Span maxCompletionTokensAt;
    private @Nullable Span streamOptionsAt;
    private @Nullable Span includeUsageAt;
    private boolean stream;
    private boolean includeUsage;
    private long maxTokens = -1;
    private long maxCompletionTokens = -1;
    private int choices = 1;
    private int bestOf = 1;
    private boolean deterministic;

    RequestScan(Endpoint endpoint, byte[] body) {
        if (body.length == 0) {
            throw new InvalidRequest(
                    "The request body is empty: send a JSON object.", null, "invalid_json");
        }
        if (!startsAsUtf8(body)) {
            throw new InvalidRequest(
                    "The request body is not plain UTF-8: send it so, without a byte order mark.",
                    null,
                    "invalid_json");
        }
        this.endpoint = endpoint;
        this.body = body;
        this.parser = JSON.createParser(ObjectReadContext.empty(), body);
        this.prompt = new PromptScan(parser, body);
    }

    /// A JSON text in UTF-16 or UTF-32 has a zero byte among its first two; so has no object in
    /// UTF-8.
    private static boolean startsAsUtf8(byte[] body) {
        boolean marked = (body[0] & 0xff) >= 0xef;
        return !marked && body[0] != 0 && (body.length < 2 || body[1] != 0);
    }

    RawRequest read() {
        try (parser) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidRequest(
                        "The request body must be a JSON object, but is %s."
                                .formatted(Json.kind(first)),
                        null,
                        first == null ? "invalid_json" : null);
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (!names.add(name)) {
                    throw Json.invalid("names a key twice", parser.currentTokenLocation());
                }
                field(name, parser.nextToken());
            }
            int end = offset() - 1;
            if (parser.nextToken() != null) {
                throw Json.invalid(
                        "goes on after the end of the object", parser.currentTokenLocation());
            }
            return request(end);
        } catch (JacksonException e) {
            throw Json.invalid(e);
        }
    }

    private RawRequest request(int end) {
        if (model == null || modelAt == null) {
            throw new InvalidRequest(
                    "Missing required parameter 'model': give the id of a model.",
                    "model",
                    "missing_required_parameter");
        }
        long most = maxCompletionTokens >= 0 ? maxCompletionTokens : maxTokens;
        long texts = (long) Math.max(choices, bestOf) * prompt.prompts();
        return new RawRequest(
                endpoint,
                body,
                model,
                stream,
                includeUsage,
                most >= 0 ? OptionalLong.of(most) : OptionalLong.empty(),
                (int) Math.min(texts, Integer.MAX_VALUE),
                deterministic,
                prompt.textBytes(),
                prompt.conversation(),
                new Spans(
                        modelAt,
                        maxTokensAt,
                        maxCompletionTokensAt,
                        streamOptionsAt,
                        includeUsageAt,
                        end));
    }

    private void field(String name, JsonToken token) {
        switch (name) {
            case "model" -> {
                int start = start();
                if (token != JsonToken.VALUE_NULL) {
                    model = string(token);
                }
                modelAt = new Span(start, end());
            }
            case "stream" -> stream = flag(token);
            case "stream_options" -> streamOptions(token);
            case "max_tokens" -> {
                maxTokensAt = span();
                maxTokens = count(token);
            }
            case "max_completion_tokens" -> {
                maxCompletionTokensAt = span();
                maxCompletionTokens = count(token);
            }
            case "n" -> choices = Math.clamp(count(token), 1, Integer.MAX_VALUE);
            case "best_of" -> bestOf = Math.clamp(count(token), 1, Integer.MAX_VALUE);
            case "temperature" ->
                    deterministic |= token.isNumeric() && parser.getDoubleValue() == 0;
            case "seed" -> deterministic |= token == JsonToken.VALUE_NUMBER_INT;
            case "messages" -> prompt.messages(token);
            case "prompt", "input" -> prompt.prompts(token);
            case "tools", "functions" -> prompt.tools();
            default -> parser.skipChildren();
        }
        if (token.isStructStart()) {
            // what a field of another type than expected left unread
            parser.skipChildren();
        }
    }

    private void streamOptions(JsonToken token) {
        int start = start();
        if (token == JsonToken.START_OBJECT) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("include_usage")) {
                    includeUsage = value == JsonToken.VALUE_TRUE;
                    includeUsageAt = span();
                } else {
                    parser.skipChildren();
                }
            }
        }
        streamOptionsAt = new Span(start, end());
    }

    private String string(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw wrongType("model", "a string", token);
        }
        return parser.getString();
    }

    private static boolean flag(JsonToken token) {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrongType("stream", "true or false", token);
        };
    }

    /// A count of at least 0; -1 for anything else, which whoever answers may refuse.
    private long count(JsonToken token) {
        return token.isNumeric() && parser.getDoubleValue() >= 0
                ? (long) parser.getDoubleValue()
                : -1;
    }

    private static InvalidRequest wrongType(String param, String expected, JsonToken token) {
        return new InvalidRequest(
                "Invalid type for '%s': expected %s, but got %s."
                        .formatted(param, expected, Json.kind(token)),
                param,
                "invalid_type");
    }

    /// Where the current value stands; reads it to its end.
    private Span span() {
        return new Span(start(), end());
    }

    private int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int end() {
        parser.skipChildren();
        parser.finishToken();
        return offset();
    }

    private int offset() {
        return (int) parser.currentLocation().getByteOffset();
    }
}
