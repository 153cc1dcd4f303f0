package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EchoTest {
    private static final String PATH = "/v1/completions";
    private static final TokenLogprob BEGIN = token("<s>", Float.NaN, List.of());
    private static final TokenLogprob ONCE =
            token("Once", -1f, List.of(token("A", -0.5f, List.of())));
    private static final TokenLogprob UPON = token(" upon", -2f, List.of());

    @Test
    void repeatsThePromptBeforeTheText() {
        FakeGenerator generator = generator();
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(text(gateway, ",\"echo\":true")).isEqualTo("Once upon a time");
            assertThat(streamed(gateway, ",\"echo\":true,\"stream\":true"))
                    .containsExactly("Once upon", " a time", "");
        }
        assertThat(generator.requests)
                .allSatisfy(request -> assertThat(request.promptLogprobs()).isEmpty());
    }

    @Test
    void repeatsItsTokensWithLogprobs() {
        String asked = ",\"echo\":true,\"logprobs\":1";
        try (var gateway = TestingGateway.with(generator())) {
            JsonNode choice =
                    json(gateway.post(PATH, body("\"Once upon\"", asked))).at("/choices/0");
            assertThat(choice.get("text").stringValue()).isEqualTo("Once upon a time");
            assertThat(choice.get("logprobs"))
                    .isEqualTo(
                            json(
                                    """
                                    {"tokens":["<s>","Once"," upon"," a time"],
                                     "token_logprobs":[null,-1.0,-2.0,-0.25],
                                     "top_logprobs":[null,{"A":-0.5},{},{}],
                                     "text_offset":[0,0,4,9]}\
                                    """));
            List<String> events =
                    events(gateway.post(PATH, body("\"Once upon\"", asked + ",\"stream\":true")));
            assertThat(json(events.getFirst()).at("/choices/0/text").stringValue())
                    .isEqualTo("Once upon");
            assertThat(json(events.get(1)).at("/choices/0/logprobs/text_offset"))
                    .isEqualTo(json("[9]"));
        }
    }

    @Test
    void spellsAPromptOfTokens() {
        FakeGenerator generator = generator();
        try (var gateway = TestingGateway.with(generator)) {
            JsonNode answer = json(gateway.post(PATH, body("[1,5,6]", ",\"echo\":true")));
            assertThat(answer.at("/choices/0/text").stringValue()).isEqualTo("<s>Once upon a time");
            assertThat(answer.at("/choices/0/logprobs").isNull()).isTrue();
            assertThat(
                            streamed(
                                    gateway,
                                    ",\"echo\":true,\"stream\":true,\"n\":2,\"prompt\":[1,5,6]"))
                    .containsExactlyInAnyOrder(
                            "<s>Once upon", "<s>Once upon", " a time", " a time", "", "");
        }
    }

    @Test
    void readsAPromptWithoutGoingOn() {
        FakeGenerator generator = generator();
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(text(gateway, ",\"echo\":true,\"max_tokens\":0")).isEqualTo("Once upon");
            JsonNode answer =
                    json(
                            gateway.post(
                                    PATH,
                                    body(
                                            "\"Once upon\"",
                                            ",\"echo\":true,\"logprobs\":0,\"max_tokens\":0")));
            assertThat(answer.at("/choices/0/logprobs/token_logprobs"))
                    .isEqualTo(json("[null,-1.0,-2.0]"));
            assertThat(answer.at("/choices/0/logprobs/top_logprobs").isNull()).isTrue();
            assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
            assertThat(answer.at("/usage/completion_tokens").intValue()).isZero();
        }
        assertThat(generator.requests)
                .allSatisfy(request -> assertThat(request.promptLogprobs()).hasValue(0));
    }

    private static FakeGenerator generator() {
        return new FakeGenerator(EchoTest::said);
    }

    private static List<GenerationEvent> said(GenerationRequest request) {
        List<GenerationEvent> events = new ArrayList<>();
        if (request.promptLogprobs().isPresent()) {
            events.add(new PromptRead(List.of(BEGIN, ONCE, UPON)));
        }
        if (request.maxTokens().orElseThrow() == 0) {
            events.add(new Finished(FinishReason.LENGTH, new Usage(7, 0)));
            return events;
        }
        List<TokenLogprob> logprobs =
                request.topLogprobs().isPresent()
                        ? List.of(token(" a time", -0.25f, List.of()))
                        : List.of();
        events.add(new Delta(" a time", 1, logprobs));
        events.add(new Finished(FinishReason.STOP, new Usage(7, 2)));
        return events;
    }

    private static String text(TestingGateway gateway, String fields) {
        return json(gateway.post(PATH, body("\"Once upon\"", fields)))
                .at("/choices/0/text")
                .stringValue();
    }

    private static List<String> streamed(TestingGateway gateway, String fields) {
        String prompt = fields.contains("\"prompt\"") ? "" : ",\"prompt\":\"Once upon\"";
        List<String> events =
                events(gateway.post(PATH, "{\"model\":\"chat\"" + prompt + fields + "}"));
        return events.subList(0, events.size() - 1).stream()
                .map(event -> json(event).at("/choices/0/text").stringValue())
                .toList();
    }

    private static String body(String prompt, String fields) {
        return "{\"model\":\"chat\",\"prompt\":%s%s}".formatted(prompt, fields);
    }

    private static TokenLogprob token(String text, float logprob, List<TokenLogprob> top) {
        return new TokenLogprob(1, text.getBytes(StandardCharsets.UTF_8), logprob, top);
    }
}
