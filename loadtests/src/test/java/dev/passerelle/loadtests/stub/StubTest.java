package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.stub.StubOptions.Cache;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StubTest extends Asking {
    @Test
    void answersAChatWithAsManyTokensAsAskedFor() throws Exception {
        try (Stub stub = Stub.start(QUICK)) {
            var answer = post(stub, "/chat/completions", chat(", \"max_tokens\": 5"));
            JsonNode json = json(answer.body());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-request-id")).contains("req-0");
            String said = json.at("/choices/0/message/content").stringValue();
            assertThat(said.split(" ")).hasSize(5);
            assertThat(json.at("/usage/prompt_tokens").intValue()).isEqualTo(3 + 3 + 3);
            assertThat(json.at("/usage/completion_tokens").intValue()).isEqualTo(5);
            assertThat(json.at("/usage/total_tokens").intValue()).isEqualTo(14);
        }
    }

    @Test
    void streamsAnEventForEachTokenThenUsageThenDone() throws Exception {
        String asked = ", \"stream\": true, \"max_tokens\": 4, \"ignore_eos\": true";
        String usage = ", \"stream_options\": {\"include_usage\": true}";
        try (Stub stub = Stub.start(QUICK)) {
            var answer = post(stub, "/chat/completions", chat(asked + usage));
            List<String> events = events(answer.body());
            assertThat(answer.headers().firstValue("content-type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(events).hasSize(4 + 3);
            for (String event : events.subList(0, 4)) {
                assertThat(json(event).at("/choices/0/delta/content").stringValue().strip())
                        .matches("\\w+");
            }
            assertThat(json(events.get(4)).at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("length");
            assertThat(json(events.get(5)).at("/usage/completion_tokens").intValue()).isEqualTo(4);
            assertThat(json(events.get(5)).at("/choices")).isEmpty();
            assertThat(events.getLast()).isEqualTo("[DONE]");
            assertThat(events(post(stub, "/chat/completions", chat(asked)).body()))
                    .hasSize(4 + 2)
                    .noneMatch(event -> event.contains("usage"));
        }
    }

    @Test
    void beginsAStreamWithAnEventWithoutTextWhereToldSo() throws Exception {
        try (Stub stub = Stub.start(QUICK.withPreamble(true))) {
            String asked = chat(", \"stream\": true, \"max_tokens\": 1");
            JsonNode first = json(events(post(stub, "/chat/completions", asked).body()).getFirst());
            assertThat(first.at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
            assertThat(first.at("/choices/0/delta/content").stringValue()).isEmpty();
        }
    }

    @Test
    void completesATextStreamedAndWhole() throws Exception {
        String asked = "{\"model\": \"stub\", \"prompt\": \"a b\", \"max_tokens\": 2%s}";
        try (Stub stub = Stub.start(QUICK)) {
            JsonNode whole = json(post(stub, "/completions", asked.formatted("")).body());
            assertThat(whole.at("/choices/0/text").stringValue()).isEqualTo("the tide");
            assertThat(whole.at("/usage/prompt_tokens").intValue()).isEqualTo(2);
            var streamed = post(stub, "/completions", asked.formatted(", \"stream\": true"));
            assertThat(json(events(streamed.body()).get(1)).at("/choices/0/text").stringValue())
                    .isEqualTo(" tide");
        }
    }

    @Test
    void givesVectorsAsNumbersAndInBase64() throws Exception {
        String asked = "{\"model\": \"stub\", \"input\": [\"a b\", \"c\"]%s}";
        try (Stub stub = Stub.start(QUICK)) {
            JsonNode numbers = json(post(stub, "/embeddings", asked.formatted("")).body());
            assertThat(numbers.at("/data")).hasSize(2);
            assertThat(numbers.at("/data/1/embedding")).hasSize(16);
            assertThat(numbers.at("/usage/prompt_tokens").intValue()).isEqualTo(3);
            String base64 = ", \"encoding_format\": \"base64\"";
            JsonNode coded = json(post(stub, "/embeddings", asked.formatted(base64)).body());
            assertThat(coded.at("/data/0/embedding").isString()).isTrue();
        }
    }

    @Test
    void refusesAsOpenAiDoes() throws Exception {
        try (Stub stub = Stub.start(QUICK)) {
            var broken = post(stub, "/chat/completions", "{");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(json(broken.body()).at("/error/type").stringValue())
                    .isEqualTo("invalid_request_error");
            var other = post(stub, "/chat/completions", chat("").replace("stub", "gpt"));
            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(json(other.body()).at("/error/code").stringValue())
                    .isEqualTo("model_not_found");
            var none = post(stub, "/chat/completions", chat(", \"max_tokens\": 0"));
            assertThat(json(none.body()).at("/error/param").stringValue()).isEqualTo("max_tokens");
            assertThat(post(stub, "/else", "{}").statusCode()).isEqualTo(404);
            assertThat(stub.truth()).isEmpty();
        }
    }

    @Test
    void saysWhatComesFromACache() throws Exception {
        try (Stub stub = Stub.start(QUICK.withCache(new Cache(0.5, 0.5)))) {
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                var answer = post(stub, "/chat/completions", chat(""));
                said.add(answer.headers().firstValue("x-cache").orElse(""));
                assertThat(
                                json(answer.body())
                                        .at("/usage/prompt_tokens_details/cached_tokens")
                                        .intValue())
                        .isEqualTo(4);
            }
            assertThat(said).contains("hit", "miss").doesNotContain("");
        }
    }

    @Test
    void namesItsModel() throws Exception {
        try (Stub stub = Stub.start(QUICK.withModel("a/b"))) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(stub.url() + "/models")).build();
            String models = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(json(models).at("/data/0/id").stringValue()).isEqualTo("a/b");
        }
    }
}
