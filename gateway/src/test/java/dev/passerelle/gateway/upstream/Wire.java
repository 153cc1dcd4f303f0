package dev.passerelle.gateway.upstream;

import java.util.List;
import java.util.stream.Stream;

/// What OpenAI's protocol looks like, as an upstream writes it.
public final class Wire {
    public static final int PROMPT_TOKENS = 11;
    public static final String DONE = "data: [DONE]\n\n";
    public static final String ERROR =
            "{\"error\":{\"message\":\"scripted\",\"type\":\"server_error\",\"param\":null,\"code\":\"scripted\"}}";

    public static final String UNKNOWN_MODEL =
            "{\"error\":{\"message\":\"scripted\",\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}";

    private static final String CHUNK =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"there\",\"choices\":[%s]%s}";
    private static final String CHOICE = "{\"index\":0,\"delta\":%s,\"finish_reason\":%s}";

    private Wire() {}

    /// An event of some JSON.
    public static String event(String json) {
        return "data: " + json + "\n\n";
    }

    /// A piece of a chat's answer.
    public static String piece(String text) {
        return delta("{\"content\":\"" + text + "\"}");
    }

    /// A chunk with some delta.
    public static String delta(String json) {
        return event(CHUNK.formatted(CHOICE.formatted(json, "null"), ""));
    }

    /// The chunk that ends an answer.
    public static String finish(String reason) {
        return event(CHUNK.formatted(CHOICE.formatted("{}", "\"" + reason + "\""), ""));
    }

    /// The chunk that tells the usage, [#PROMPT_TOKENS] read.
    public static String usage(int completion) {
        return event(CHUNK.formatted("", "," + usageField(completion)));
    }

    /// A tool call in pieces: name first, then its arguments.
    public static List<String> toolCall(String name, String... arguments) {
        return Stream.concat(
                        Stream.of(
                                "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"\"}"
                                        .formatted(name)),
                        Stream.of(arguments).map("\"function\":{\"arguments\":\"%s\"}"::formatted))
                .map(call -> delta("{\"tool_calls\":[{\"index\":0," + call + "}]}"))
                .toList();
    }

    /// A whole answer, each of whose pieces is a token.
    public static String whole(String... pieces) {
        return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"there","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],%s}\
        """
                .formatted(String.join("", pieces), usageField(pieces.length));
    }

    private static String usageField(int completion) {
        return "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                .formatted(PROMPT_TOKENS, completion, PROMPT_TOKENS + completion);
    }
}
