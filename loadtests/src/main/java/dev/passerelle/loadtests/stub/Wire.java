package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.plan.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of answers. Events have all but their word ready.
final class Wire {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> WORDS =
            List.of("the", "tide", "comes", "in", "and", "goes", "out", "again");
    private static final String MARK = "@@@";
    private static final int DIMENSIONS = 16;

    private final Question question;
    private final String model;
    private final String id;
    private final long created;
    private final int cached;
    private final byte[] before;
    private final byte[] after;

    /// @param cached tokens of the prompt that are said to come from a cache
    Wire(Question question, String model, long number, long created, int cached) {
        this.question = question;
        this.model = model;
        this.id = (question.endpoint() == Endpoint.CHAT ? "chatcmpl-" : "cmpl-") + number;
        this.created = created;
        this.cached = cached;
        String event = text(chunk(delta(Map.of("content", MARK), MARK, null)));
        int mark = event.indexOf(MARK);
        this.before = bytes("data: " + event.substring(0, mark));
        this.after = bytes(event.substring(mark + MARK.length()) + "\n\n");
    }

    static byte[] error(int status, String message, @Nullable String param, String code) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type(status));
        error.put("param", param);
        error.put("code", code);
        return JSON.writeValueAsBytes(Map.of("error", error));
    }

    private static String type(int status) {
        if (status == 429) {
            return "requests";
        }
        return status < 500 ? "invalid_request_error" : "server_error";
    }

    static byte[] models(String model) {
        return JSON.writeValueAsBytes(
                Map.of(
                        "object",
                        "list",
                        "data",
                        List.of(
                                Map.of(
                                        "id",
                                        model,
                                        "object",
                                        "model",
                                        "created",
                                        0,
                                        "owned_by",
                                        "stub"))));
    }

    /// The event of a chat that tells who speaks, without a word of it.
    byte[] preamble() {
        return event(delta(Map.of("role", "assistant", "content", ""), "", null));
    }

    /// The event of one token.
    byte[] token(int index) {
        byte[] word = bytes(word(index));
        return ByteBuffer.allocate(before.length + word.length + after.length)
                .put(before)
                .put(word)
                .put(after)
                .array();
    }

    /// The events after the last token.
    byte[] end(int tokens) {
        var end = new ByteArrayOutputStream(512);
        end.writeBytes(event(delta(Map.of(), "", "length")));
        if (question.usage()) {
            Map<String, Object> last = envelope(streamed(), List.of());
            last.put("usage", usage(tokens));
            end.writeBytes(bytes("data: " + text(last) + "\n\n"));
        }
        end.writeBytes(bytes("data: [DONE]\n\n"));
        return end.toByteArray();
    }

    /// An answer of so many tokens that is sent whole.
    byte[] whole(int tokens) {
        var said = new StringBuilder(tokens * 6);
        for (int i = 0; i < tokens; i++) {
            said.append(word(i));
        }
        boolean chat = question.endpoint() == Endpoint.CHAT;
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        if (chat) {
            choice.put("message", Map.of("role", "assistant", "content", said.toString()));
        } else {
            choice.put("text", said.toString());
        }
        choice.put("finish_reason", "length");
        Map<String, Object> answer =
                envelope(chat ? "chat.completion" : "text_completion", List.of(choice));
        answer.put("usage", usage(tokens));
        return JSON.writeValueAsBytes(answer);
    }

    byte[] vectors() {
        List<Map<String, Object>> data = new ArrayList<>();
        for (int i = 0; i < question.inputs(); i++) {
            Object vector = question.base64() ? base64() : new float[DIMENSIONS];
            data.add(Map.of("object", "embedding", "index", i, "embedding", vector));
        }
        int tokens = question.promptTokens();
        return JSON.writeValueAsBytes(
                Map.of(
                        "object",
                        "list",
                        "data",
                        data,
                        "model",
                        model,
                        "usage",
                        Map.of("prompt_tokens", tokens, "total_tokens", tokens)));
    }

    private static String base64() {
        ByteBuffer floats =
                ByteBuffer.allocate(DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return Base64.getEncoder().encodeToString(floats.array());
    }

    private static String word(int index) {
        String word = WORDS.get(index % WORDS.size());
        return index == 0 ? word : " " + word;
    }

    private String streamed() {
        return question.endpoint() == Endpoint.CHAT ? "chat.completion.chunk" : "text_completion";
    }

    private Map<String, @Nullable Object> delta(
            Map<String, String> chat, String completion, @Nullable String finish) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        if (question.endpoint() == Endpoint.CHAT) {
            choice.put("delta", chat);
        } else {
            choice.put("text", completion);
        }
        choice.put("finish_reason", finish);
        return choice;
    }

    private Map<String, Object> chunk(Map<String, @Nullable Object> choice) {
        return envelope(streamed(), List.of(choice));
    }

    private byte[] event(Map<String, @Nullable Object> choice) {
        return bytes("data: " + text(chunk(choice)) + "\n\n");
    }

    private Map<String, Object> envelope(String object, List<?> choices) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("id", id);
        envelope.put("object", object);
        envelope.put("created", created);
        envelope.put("model", model);
        envelope.put("choices", choices);
        return envelope;
    }

    private Map<String, Object> usage(int tokens) {
        int prompt = question.promptTokens();
        return Map.of(
                "prompt_tokens",
                prompt,
                "completion_tokens",
                tokens,
                "total_tokens",
                prompt + tokens,
                "prompt_tokens_details",
                Map.of("cached_tokens", cached));
    }

    private static String text(Object json) {
        return JSON.writeValueAsString(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
