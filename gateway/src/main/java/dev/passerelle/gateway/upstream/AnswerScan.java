package dev.passerelle.gateway.upstream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One pass over a JSON object that a deployment sent.
final class AnswerScan {
    private static final JsonFactory JSON = new JsonFactory();

    private @Nullable ReportedUsage usage;
    private boolean error;

    /// @throws JacksonException if it isn't JSON
    /// @throws IllegalStateException if it isn't one object
    AnswerScan(byte[] bytes, int offset, int length) {
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalStateException("not an object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                    usage = usage(parser);
                } else {
                    error |= name.equals("error") && value != JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalStateException("more than one object");
            }
        }
    }

    @Nullable ReportedUsage usage() {
        return usage;
    }

    /// Whether it has an `error`.
    boolean error() {
        return error;
    }

    private static ReportedUsage usage(JsonParser parser) {
        long prompt = 0;
        long completion = 0;
        long cached = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "prompt_tokens" -> prompt = count(parser, value);
                case "completion_tokens" -> completion = count(parser, value);
                case "prompt_tokens_details" -> cached = cached(parser, value);
                default -> parser.skipChildren();
            }
        }
        return new ReportedUsage(prompt, completion, Math.min(cached, prompt));
    }

    private static long cached(JsonParser parser, JsonToken details) {
        if (details != JsonToken.START_OBJECT) {
            return count(parser, details);
        }
        long cached = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            long value = count(parser, parser.nextToken());
            cached = name.equals("cached_tokens") ? value : cached;
        }
        return cached;
    }

    private static long count(JsonParser parser, JsonToken value) {
        parser.skipChildren();
        return value.isNumeric() ? (long) Math.clamp(parser.getDoubleValue(), 0, 1e12) : 0;
    }
}
