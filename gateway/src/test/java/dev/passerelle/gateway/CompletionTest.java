package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CompletionTest {
    private static final String PATH = "/v1/completions";

    @Test
    void continuesText() throws InterruptedException {
        FakeGenerator generator = FakeGenerator.saying(" there", " was");
        try (var gateway = TestingGateway.with(generator)) {
            JsonNode answer = json(gateway.post(PATH, "{\"model\":\"chat\",\"prompt\":\"Once\"}"));
            assertThat(answer.get("id").stringValue()).startsWith("cmpl-");
            assertThat(answer.get("object").stringValue()).isEqualTo("text_completion");
            assertThat(answer.get("choices"))
                    .isEqualTo(
                            json(
                                    """
                                    [{"index":0,"text":" there was","logprobs":null,"finish_reason":"stop"}]\
                                    """));
            assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(10);
        }
        GenerationRequest request = generator.requests.take();
        assertThat(((Prompt.Text) request.prompt()).text().value()).isEqualTo("Once");
        assertThat(request.maxTokens()).hasValue(16);
    }

    @Test
    void takesTokensAndSeveralPrompts() throws InterruptedException {
        FakeGenerator generator =
                new FakeGenerator(request ->
                        FakeGenerator.events(
                                request.prompt() instanceof Prompt.Tokens(int[] ids)
                                        ? "#" + ids.length
                                        : "text"));
        try (var gateway = TestingGateway.with(generator)) {
            JsonNode one = json(gateway.post(PATH, "{\"model\":\"chat\",\"prompt\":[5,6,7]}"));
            assertThat(one.at("/choices/0/text").stringValue()).isEqualTo("#3");
            String several = "{\"model\":\"chat\",\"prompt\":[[1,2],\"x\",[3]]%s}";
            JsonNode all = json(gateway.post(PATH, several.formatted("")));
            assertThat(all.get("choices").valueStream())
                    .extracting(c -> c.get("index").intValue() + c.get("text").stringValue())
                    .containsExactly("0#2", "1text", "2#1");
            assertThat(all.at("/usage/prompt_tokens").intValue())
                    .isEqualTo(3 * FakeGenerator.PROMPT_TOKENS);
            List<String> events = events(gateway.post(PATH, several.formatted(",\"stream\":true")));
            assertThat(events.subList(0, events.size() - 1))
                    .extracting(TestingGateway::json)
                    .extracting(c -> c.at("/choices/0"))
                    .extracting(c ->
                            c.get("index").intValue()
                                    + c.get("text").stringValue()
                                    + c.get("finish_reason"))
                    .containsExactlyInAnyOrder(
                            "0#2null",
                            "0\"stop\"",
                            "1textnull",
                            "1\"stop\"",
                            "2#1null",
                            "2\"stop\"")
                    .containsSubsequence("0#2null", "0\"stop\"")
                    .containsSubsequence("1textnull", "1\"stop\"")
                    .containsSubsequence("2#1null", "2\"stop\"");
            assertThat(events.getLast()).isEqualTo("[DONE]");
        }
    }

    @Test
    void reportsLogprobsInTheirOlderForm() {
        TokenLogprob first = token("Zü", -0.25f, List.of(token("A", -1.5f, List.of())));
        TokenLogprob half =
                new TokenLogprob(3, new byte[] {(byte) 0xE2, (byte) 0x82}, -2f, List.of());
        TokenLogprob rest = new TokenLogprob(4, new byte[] {(byte) 0xAC}, -3f, List.of());
        TokenLogprob last = token("!", -4f, List.of());
        List<GenerationEvent> said =
                List.of(
                        new Delta("Zü", 1, List.of(first)),
                        new Delta("€!", 3, List.of(half, rest, last)),
                        new Finished(FinishReason.STOP, new Usage(1, 4)));
        try (var gateway = TestingGateway.with(new FakeGenerator(request -> said))) {
            String asked = "{\"model\":\"chat\",\"prompt\":\"x\",\"logprobs\":1%s}";
            assertThat(json(gateway.post(PATH, asked.formatted(""))).at("/choices/0/logprobs"))
                    .isEqualTo(
                            json(
                                    """
                                    {"tokens":["Zü","bytes:\\\\xe2\\\\x82","bytes:\\\\xac","!"],
                                     "token_logprobs":[-0.25,-2.0,-3.0,-4.0],
                                     "top_logprobs":[{"A":-1.5},{},{},{}],
                                     "text_offset":[0,2,3,3]}\
                                    """));
            List<String> events = events(gateway.post(PATH, asked.formatted(",\"stream\":true")));
            assertThat(json(events.get(1)).at("/choices/0/logprobs/text_offset"))
                    .isEqualTo(json("[2,3,3]"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prompt       | \"prompt\":null",
                "prompt       | \"prompt\":[]",
                "prompt       | \"prompt\":5",
                "prompt[1]    | \"prompt\":[1,-1]",
                "prompt[1]    | \"prompt\":[\"a\",5]",
                "prompt[0]    | \"prompt\":[[]]",
                "prompt[0][1] | \"prompt\":[[1,\"a\"]]",
                "echo         | \"prompt\":\"x\",\"echo\":1",
                "max_tokens   | \"prompt\":\"x\",\"max_tokens\":0",
                "suffix       | \"prompt\":\"x\",\"suffix\":\"y\"",
                "best_of      | \"prompt\":\"x\",\"best_of\":21",
                "best_of      | \"prompt\":\"x\",\"best_of\":2,\"n\":3",
                "best_of      | \"prompt\":\"x\",\"best_of\":2,\"stream\":true",
                "best_of      | \"prompt\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\"],\"best_of\":20",
                "n            | \"prompt\":[\"a\",\"b\",\"c\"],\"n\":100",
                "logprobs     | \"prompt\":\"x\",\"logprobs\":6"
            })
    void namesTheParameter(String param, String fields) {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("x"))) {
            var response = gateway.post(PATH, "{\"model\":\"chat\"," + fields + "}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/param").stringValue()).isEqualTo(param);
        }
    }

    @Test
    void endsThePromptsBeforeOneThatIsRefused() {
        FakeGenerator generator =
                new FakeGenerator(request -> {
                    if (request.prompt() instanceof Prompt.Tokens) {
                        throw new dev.passerelle.runtime.InferenceException.InvalidInput(
                                "no such token");
                    }
                    return List.of();
                });
        try (var gateway = TestingGateway.with(generator)) {
            var response = gateway.post(PATH, "{\"model\":\"chat\",\"prompt\":[\"a\",[9]]}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(generator.generations.remove().cancelled()).isCompleted();
        }
    }

    private static TokenLogprob token(String text, float logprob, List<TokenLogprob> top) {
        return new TokenLogprob(1, text.getBytes(StandardCharsets.UTF_8), logprob, top);
    }
}
