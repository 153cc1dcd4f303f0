package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChatTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    @Test
    void answersInOneObject() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("Hello", " \"wörld\"\n"))) {
            HttpResponse<String> response = gateway.post(PATH, HELLO.formatted(""));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
            JsonNode answer = json(response);
            assertThat(answer.get("id").stringValue()).matches("chatcmpl-[0-9a-f]{32}");
            assertThat(answer.get("object").stringValue()).isEqualTo("chat.completion");
            assertThat(answer.get("created").longValue())
                    .isEqualTo(TestingGateway.NOW.getEpochSecond());
            assertThat(answer.get("model").stringValue()).isEqualTo("chat");
            assertThat(answer.get("system_fingerprint").stringValue()).startsWith("fp_");
            assertThat(answer.get("choices"))
                    .isEqualTo(
                            json(
                                    """
                                    [{"index":0,"message":{"role":"assistant",
                                      "content":"Hello \\"wörld\\"\\n","refusal":null},
                                      "logprobs":null,"finish_reason":"stop"}]\
                                    """));
            assertThat(answer.get("usage"))
                    .isEqualTo(
                            json(
                                    """
                                    {"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,
                                      "prompt_tokens_details":{"cached_tokens":0},
                                      "completion_tokens_details":{"reasoning_tokens":0}}\
                                    """));
        }
    }

    @Test
    void streams() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("A\"\u2028", "", "é\n"))) {
            HttpResponse<String> response = gateway.post(PATH, HELLO.formatted(",\"stream\":true"));
            assertThat(response.headers().firstValue("content-type"))
                    .contains("text/event-stream; charset=utf-8");
            List<String> events = events(response);
            assertThat(events.getLast()).isEqualTo("[DONE]");
            List<JsonNode> chunks =
                    events.stream().limit(events.size() - 1).map(TestingGateway::json).toList();
            assertThat(chunks.stream().map(c -> c.at("/choices/0/delta").toString()))
                    .containsExactly(
                            "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
                            "{\"content\":\"A\\\"\u2028\"}",
                            "{\"content\":\"é\\n\"}",
                            "{}");
            assertThat(chunks.stream().map(c -> c.at("/choices/0/finish_reason").toString()))
                    .containsExactly("null", "null", "null", "\"stop\"");
            assertThat(chunks.stream().map(c -> c.get("id")).distinct()).hasSize(1);
            assertThat(chunks)
                    .allSatisfy(c -> {
                        assertThat(c.get("object").stringValue())
                                .isEqualTo("chat.completion.chunk");
                        assertThat(c.has("usage")).isFalse();
                        assertThat(c.at("/choices/0/index").intValue()).isZero();
                    });
        }
    }

    @Test
    void countsUsageAtTheEndOfAStreamWhenAsked() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("A", "B"))) {
            List<String> events =
                    events(
                            gateway.post(
                                    PATH,
                                    HELLO.formatted(
                                            ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
            JsonNode last = json(events.get(events.size() - 2));
            assertThat(last.get("choices").isEmpty()).isTrue();
            assertThat(last.get("usage"))
                    .isEqualTo(
                            json(
                                    """
                                    {"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,
                                      "prompt_tokens_details":{"cached_tokens":0},
                                      "completion_tokens_details":{"reasoning_tokens":0}}\
                                    """));
            assertThat(events.subList(0, events.size() - 2))
                    .allSatisfy(event -> assertThat(json(event).get("usage").isNull()).isTrue());
        }
    }

    @Test
    void passesEveryHonouredParameterOn() throws InterruptedException {
        FakeGenerator generator = FakeGenerator.saying("x");
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(
                            gateway.post(
                                            PATH,
                                            """
                                            {"model":"chat","temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.05,"seed":-3,
                                             "stop":["a","b"],"max_completion_tokens":9,"logprobs":true,"top_logprobs":2,
                                             "ignore_eos":true,"n":1,"user":"u","tools":[],"frequency_penalty":0.0,
                                             "messages":[{"role":"developer","content":"Be brief."},
                                               {"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]},
                                               {"role":"assistant","content":"ok","tool_calls":null}]}\
                                            """)
                                    .statusCode())
                    .isEqualTo(200);
        }
        GenerationRequest request = generator.requests.take();
        assertThat(request.sampling().temperature()).isEqualTo(0.5f);
        assertThat(request.sampling().topP()).isEqualTo(0.9f);
        assertThat(request.sampling().topK()).isEqualTo(40);
        assertThat(request.sampling().minP()).isEqualTo(0.05f);
        assertThat(request.sampling().seed()).hasValue(-3);
        assertThat(request.stop()).containsExactly("a", "b");
        assertThat(request.maxTokens()).hasValue(9);
        assertThat(request.topLogprobs()).hasValue(2);
        assertThat(request.ignoreEos()).isTrue();
        assertThat(((Prompt.Chat) request.prompt()).messages())
                .extracting(m -> m.role() + ":" + m.text().value())
                .containsExactly("DEVELOPER:Be brief.", "USER:one\ntwo", "ASSISTANT:ok");
    }

    @Test
    void reportsLogprobs() {
        byte[] half = {(byte) 0xC3};
        TokenLogprob other = new TokenLogprob(2, half, Float.NEGATIVE_INFINITY, List.of());
        TokenLogprob token =
                new TokenLogprob(1, "Hi".getBytes(StandardCharsets.UTF_8), -0.5f, List.of(other));
        List<GenerationEvent> said =
                List.of(
                        new Delta("Hi", 1, List.of(token)),
                        new Finished(FinishReason.LENGTH, new Usage(7, 1)));
        String expected =
                """
                {"content":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],
                  "top_logprobs":[{"token":"\\ufffd","logprob":-9999.0,"bytes":[195]}]}],"refusal":null}\
                """;
        try (var gateway = TestingGateway.with(new FakeGenerator(request -> said))) {
            String asked = ",\"logprobs\":true,\"top_logprobs\":1";
            JsonNode whole = json(gateway.post(PATH, HELLO.formatted(asked)));
            assertThat(whole.at("/choices/0/logprobs")).isEqualTo(json(expected));
            assertThat(whole.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
            List<String> events =
                    events(gateway.post(PATH, HELLO.formatted(asked + ",\"stream\":true")));
            assertThat(json(events.get(1)).at("/choices/0/logprobs")).isEqualTo(json(expected));
        }
    }

    @Test
    void failsAsAnOrdinaryErrorBeforeTheFirstToken() {
        List<GenerationEvent> said =
                List.of(new Failed(new InferenceException.Failed("broken", new Exception("x"))));
        try (var gateway = TestingGateway.with(new FakeGenerator(request -> said))) {
            HttpResponse<String> response = gateway.post(PATH, HELLO.formatted(",\"stream\":true"));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(json(response).get("error"))
                    .isEqualTo(
                            json(
                                    """
                                    {"message":"broken","type":"server_error","param":null,"code":"inference_failed"}\
                                    """));
        }
    }
}
