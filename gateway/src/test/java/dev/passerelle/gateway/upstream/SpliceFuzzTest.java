package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Splicing a request's bytes gives what editing its tree gives, whatever is in it.
class SpliceFuzzTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> OPTIONS =
            List.of(
                    "null",
                    "{}",
                    "{ }",
                    "{\"x\":[{}]}",
                    "{\"include_usage\": false }",
                    "{ \"a\":{\"include_usage\":true},\"include_usage\":null, \"b\":1}");

    private final Random random = new Random(6);

    @Test
    void splicesAsATreeIsEdited() {
        for (int run = 0; run < 3_000; run++) {
            byte[] body = request().getBytes(UTF_8);
            RawRequest raw = RawRequest.read(Endpoint.CHAT_COMPLETIONS, body);
            long granted = random.nextLong(1, 61);
            UpstreamFixture.Granted grant = new UpstreamFixture.Granted(granted, List.of());
            byte[] sent = new RequestBody("th\"ere/é").of(raw, grant);
            assertThat(JSON.readTree(sent))
                    .as(new String(body, UTF_8))
                    .isEqualTo(edited(raw, Math.max(1, granted / raw.choices())));
        }
    }

    private static JsonNode edited(RawRequest raw, long most) {
        ObjectNode tree = (ObjectNode) JSON.readTree(raw.body());
        tree.put("model", "th\"ere/é");
        if (raw.maxTokens().isPresent() && most < raw.maxTokens().getAsLong()) {
            for (String name : List.of("max_tokens", "max_completion_tokens")) {
                if (tree.has(name)) {
                    tree.set(name, JSON.readTree(Long.toString(most)));
                }
            }
        }
        if (raw.stream()) {
            if (!tree.path("stream_options").isObject()) {
                tree.set("stream_options", tree.objectNode());
            }
            ((ObjectNode) tree.get("stream_options")).put("include_usage", true);
        }
        return tree;
    }

    private String request() {
        List<String> fields = new ArrayList<>();
        fields.add("\"model\":\"m" + text() + "\"");
        maybe(fields, "\"stream\":" + random.nextBoolean());
        maybe(fields, "\"max_tokens\":" + (1 + random.nextInt(80)));
        maybe(fields, "\"max_completion_tokens\":" + (1 + random.nextInt(80)));
        maybe(fields, "\"n\":" + (1 + random.nextInt(4)));
        maybe(fields, "\"stream_options\":" + OPTIONS.get(random.nextInt(OPTIONS.size())));
        maybe(fields, "\"messages\":[{\"role\":\"user\",\"content\":\"" + text() + "\"}]");
        maybe(fields, "\"metadata\":{\"model\":\"x\",\"max_tokens\":1,\"n\":[2,{\"stream\":1}]}");
        maybe(fields, "\"unknown\":\"" + text() + "\"");
        Collections.shuffle(fields, random);
        return space()
                + "{"
                + space()
                + String.join(space() + "," + space(), fields)
                + "}"
                + space();
    }

    private void maybe(List<String> fields, String field) {
        if (random.nextBoolean()) {
            fields.add(field.replaceFirst(":", space() + ":" + space()));
        }
    }

    private String text() {
        return List.of("", "é😀", "\\\"model\\\":\\\"y\\\"", "}]{\\\\", "\\u00e9 \\n")
                .get(random.nextInt(5));
    }

    private String space() {
        return List.of("", "", " ", "\n\t ", "\r\n").get(random.nextInt(5));
    }
}
