package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.FakeGenerator.Running;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(20)
class ChoicesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final String ASK =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    @Test
    void answersSeveralChoicesWithSeedsOfTheirOwn() {
        FakeGenerator generator =
                new FakeGenerator(request ->
                        FakeGenerator.events("seed " + request.sampling().seed().getAsLong()));
        try (var gateway = TestingGateway.with(generator)) {
            JsonNode answer = json(gateway.post(CHAT, ASK.formatted(",\"n\":3,\"seed\":5")));
            assertThat(answer.get("choices").valueStream())
                    .extracting(c -> c.get("index") + c.at("/message/content").stringValue())
                    .containsExactly("0seed 5", "1seed 6", "2seed 7");
            assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(7);
            assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(6);
        }
        assertThat(generator.requests)
                .extracting(GenerationRequest::prompt)
                .containsOnly(generator.requests.remove().prompt());
    }

    @Test
    void leavesSeedsToChanceThatNobodyGave() {
        FakeGenerator generator = FakeGenerator.saying("x");
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(gateway.post(CHAT, ASK.formatted(",\"n\":2")).statusCode()).isEqualTo(200);
        }
        assertThat(generator.requests)
                .extracting(request -> request.sampling().seed())
                .containsExactly(OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void streamsChoicesAsTheyCome() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator);
                var client = new RawClient(gateway.port())) {
            client.post(CHAT, ASK.formatted(",\"n\":2,\"stream\":true"));
            Running first = generator.generations.take();
            Running second = generator.generations.take();
            for (int i = 0; i < 3; i++) {
                say(second, "b" + i);
                assertThat(content(client)).isEqualTo("1:b" + i);
                say(first, "a" + i);
                assertThat(content(client)).isEqualTo("0:a" + i);
            }
            FakeGenerator.events().forEach(first::say);
            FakeGenerator.events().forEach(second::say);
        }
    }

    @Test
    void streamsEachChoiceInItsOrderAndCountsThePromptOnce() {
        FakeGenerator generator =
                new FakeGenerator(_ -> FakeGenerator.events("a", "b", "c", "d", "e", "f"));
        try (var gateway = TestingGateway.with(generator)) {
            String asked = ",\"n\":20,\"stream\":true,\"stream_options\":{\"include_usage\":true}";
            List<String> events = events(gateway.post(CHAT, ASK.formatted(asked)));
            List<JsonNode> choices =
                    events.subList(0, events.size() - 2).stream()
                            .map(event -> json(event).at("/choices/0"))
                            .toList();
            for (int i = 0; i < 20; i++) {
                int index = i;
                assertThat(
                                choices.stream()
                                        .filter(c -> c.get("index").intValue() == index)
                                        .map(c ->
                                                c.at("/delta/content").asString("#")
                                                        + c.at("/delta/role").asString(""))
                                        .collect(Collectors.joining("|")))
                        .isEqualTo("assistant|a|b|c|d|e|f|#");
            }
            JsonNode usage = json(events.get(events.size() - 2)).get("usage");
            assertThat(usage.get("prompt_tokens").intValue()).isEqualTo(7);
            assertThat(usage.get("completion_tokens").intValue()).isEqualTo(140);
        }
    }

    @Test
    void endsAllWhenOneFails() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator);
                var client = new RawClient(gateway.port())) {
            client.post(CHAT, ASK.formatted(",\"n\":2,\"stream\":true"));
            Running first = generator.generations.take();
            Running second = generator.generations.take();
            say(first, "a");
            assertThat(content(client)).isEqualTo("0:a");
            second.say(new Failed(new InferenceException.Failed("lost", new Exception("x"))));
            String line = client.line();
            while (!line.startsWith("data: {\"error\"")) {
                line = client.line();
            }
            assertThat(line).contains("lost");
            assertThat(first.cancelled()).succeedsWithin(PROMPTLY);
        }
    }

    @Test
    void failsAsOneErrorBeforeTheFirstToken() {
        List<GenerationEvent> said =
                List.of(new Failed(new InferenceException.Failed("lost", new Exception("x"))));
        FakeGenerator generator = new FakeGenerator(_ -> said);
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(gateway.post(CHAT, ASK.formatted(",\"n\":3")).statusCode()).isEqualTo(500);
            assertThat(generator.generations)
                    .allSatisfy(one -> assertThat(one.cancelled()).isCompleted());
        }
    }

    @Test
    void endsAllWhenTheClientLeaves() throws Exception {
        FakeGenerator generator = FakeGenerator.silent();
        try (var gateway = TestingGateway.with(generator)) {
            RawClient client = new RawClient(gateway.port());
            client.post(CHAT, ASK.formatted(",\"n\":3"));
            List<CompletableFuture<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ends.add(generator.generations.take().cancelled());
            }
            client.close();
            ends.forEach(end -> assertThat(end).succeedsWithin(PROMPTLY));
            assertThat(gateway.gateway().drain(PROMPTLY)).isTrue();
        }
    }

    @Test
    void givesBackAllPlacesWhenOneIsRefused() {
        FakeGenerator generator = FakeGenerator.saying("x");
        generator.refuse(new InferenceException.QueueFull("full", Duration.ofSeconds(1)));
        try (var gateway = TestingGateway.with(generator)) {
            assertThat(gateway.post(CHAT, ASK.formatted(",\"n\":3")).statusCode()).isEqualTo(503);
            assertThat(generator.places).hasValue(0);
        }
    }

    @Test
    void namesTheFieldOfWhatTheModelFindsWrong() {
        FakeGenerator generator = FakeGenerator.saying("x");
        generator.refuse(
                new InferenceException.InvalidInput(
                        "keyword 'not' is not supported",
                        InferenceException.InvalidInput.Subject.CONSTRAINT));
        try (var gateway = TestingGateway.with(generator)) {
            var response = gateway.post(CHAT, ASK.formatted(",\"guided_json\":{\"not\":{}}"));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/param").stringValue()).isEqualTo("guided_json");
            assertThat(json(response).at("/error/code").stringValue())
                    .isEqualTo("unsupported_value");
        }
    }

    @Test
    void answersTheBestCandidatesAndCountsAll() {
        float[] likely = {-3, -1, -2};
        FakeGenerator generator =
                new FakeGenerator(request -> {
                    int number = (int) request.sampling().seed().getAsLong();
                    TokenLogprob token =
                            new TokenLogprob(1, new byte[] {'x'}, likely[number], List.of());
                    return List.of(
                            new Delta("c" + number, 1, List.of(token)),
                            new Finished(FinishReason.STOP, new Usage(7, 2)));
                });
        try (var gateway = TestingGateway.with(generator)) {
            JsonNode answer =
                    json(
                            gateway.post(
                                    COMPLETIONS,
                                    "{\"model\":\"chat\",\"prompt\":\"x\",\"n\":2,\"best_of\":3,\"seed\":0}"));
            assertThat(answer.get("choices").valueStream())
                    .extracting(c -> c.get("index") + c.get("text").stringValue())
                    .containsExactly("0c1", "1c2");
            assertThat(answer.at("/choices/0/logprobs").isNull()).isTrue();
            assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(6);
            assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(7);
        }
        assertThat(generator.requests)
                .allSatisfy(request -> assertThat(request.topLogprobs()).hasValue(0));
    }

    private static void say(Running running, String text) {
        running.say(new Delta(text, 1, List.of()));
    }

    /// The next text, with its choice before it.
    private static String content(RawClient client) throws Exception {
        while (true) {
            String line = client.line();
            if (line.startsWith("data: {")) {
                JsonNode choice = json(line.substring("data: ".length())).at("/choices/0");
                String text = choice.at("/delta/content").asString("");
                if (!text.isEmpty()) {
                    return choice.get("index").intValue() + ":" + text;
                }
            }
        }
    }
}
