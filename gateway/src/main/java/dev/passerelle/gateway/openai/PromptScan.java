package dev.passerelle.gateway.openai;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What is to be known of a request's prompt, read in passing.
final class PromptScan {
    /// What a chat template writes around each message.
    private static final int MESSAGE_BYTES = 12;

    /// A token given by its number, in bytes of text.
    private static final int TOKEN_BYTES = 4;

    private static final int BEGINNING = 1024;

    private final JsonParser parser;
    private final byte[] body;
    private long textBytes;
    private long conversation;
    private int prompts = 1;
    private int firstUserEnd = -1;

    PromptScan(JsonParser parser, byte[] body) {
        this.parser = parser;
        this.body = body;
    }

    long textBytes() {
        return textBytes;
    }

    long conversation() {
        return conversation;
    }

    int prompts() {
        return prompts;
    }

    /// Reads the field `messages`.
    void messages(JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            return;
        }
        int start = start();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            if (t == JsonToken.START_OBJECT) {
                message();
            } else {
                parser.skipChildren();
            }
        }
        conversation = Hash64.of(body, start, firstUserEnd < 0 ? offset() : firstUserEnd);
    }

    private void message() {
        textBytes += MESSAGE_BYTES;
        boolean user = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("role") && value == JsonToken.VALUE_STRING) {
                user = parser.getString().equals("user");
            } else if (value == JsonToken.VALUE_STRING) {
                textBytes += isText(name) ? stringBytes() : 0;
            } else if (value.isStructStart()) {
                texts();
            }
        }
        if (user && firstUserEnd < 0) {
            firstUserEnd = offset();
        }
    }

    /// Counts what is text within the current array or object: pictures and sounds aren't.
    private void texts() {
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING) {
                String name = parser.currentName();
                textBytes += name != null && isText(name) ? stringBytes() : 0;
            }
        }
    }

    private static boolean isText(String name) {
        return switch (name) {
            case "content", "text", "arguments", "refusal", "reasoning", "reasoning_content" ->
                    true;
            default -> false;
        };
    }

    /// Reads the field `prompt` or `input`: a text, tokens, or several of either.
    void prompts(JsonToken token) {
        int start = start();
        if (token == JsonToken.VALUE_STRING) {
            textBytes += stringBytes();
        } else if (token == JsonToken.START_ARRAY) {
            several();
        }
        conversation = Hash64.of(body, start, Math.min(offset(), start + BEGINNING));
    }

    private void several() {
        int texts = 0;
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            if (t == JsonToken.VALUE_STRING) {
                texts++;
                textBytes += stringBytes();
            } else if (t == JsonToken.START_ARRAY) {
                texts++;
                int from = start();
                parser.skipChildren();
                textBytes += offset() - from;
            } else {
                textBytes += TOKEN_BYTES;
                parser.skipChildren();
            }
        }
        prompts = Math.max(1, texts);
    }

    /// Reads descriptions of tools, which templates write into the prompt.
    void tools() {
        int start = start();
        parser.skipChildren();
        textBytes += offset() - start;
    }

    private long stringBytes() {
        int start = start();
        parser.finishToken();
        return (long) offset() - start - 2;
    }

    private int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int offset() {
        return (int) parser.currentLocation().getByteOffset();
    }
}
