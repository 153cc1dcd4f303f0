package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What OpenAI's own Java client builds on the API: tools and formats from classes, accumulated
/// streams. Its validation checks the answers, but for a repeated prompt's: as OpenAI's, its first
/// token has no log-probability.
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class OpenAiHelpersTest {
    private final FakeGenerator generator = new FakeGenerator(OpenAiHelpersTest::said);
    private TestingGateway gateway;
    private OpenAIClient client;

    @JsonClassDescription("Tells the weather.")
    record Weather(String town) {}

    record Answer(String town, int degrees) {}

    @BeforeAll
    void start() {
        gateway = TestingGateway.with(generator);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(gateway.url("/v1"))
                        .apiKey("none")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void goesRoundWithATool() {
        ChatCompletionCreateParams.Builder params = ask("Weather in Paris?").addTool(Weather.class);
        ChatCompletionMessage message =
                client.chat()
                        .completions()
                        .create(params.build())
                        .validate()
                        .choices()
                        .getFirst()
                        .message();
        ChatCompletionMessageToolCall call = message.toolCalls().orElseThrow().getFirst();
        assertThat(call.asFunction().function().arguments(Weather.class))
                .isEqualTo(new Weather("Paris"));
        params.addMessage(message)
                .addMessage(
                        ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.asFunction().id())
                                .contentAsJson(new Answer("Paris", 20))
                                .build());
        assertThat(text(client.chat().completions().create(params.build()))).isEqualTo("sunny");
    }

    @Test
    void parsesAFormat() {
        var params = ask("Weather?").responseFormat(Answer.class).build();
        assertThat(
                        client.chat().completions().create(params).choices().stream()
                                .flatMap(choice -> choice.message().content().stream())
                                .toList())
                .containsExactly(new Answer("Paris", 20));
    }

    @Test
    void accumulatesAStreamOfCalls() {
        ChatCompletion whole = accumulated(ask("Weather?").addTool(Weather.class));
        ChatCompletion.Choice choice = whole.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().content()).isEmpty();
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(
                        call -> call.asFunction().id(),
                        call -> call.asFunction().function().arguments())
                .containsExactly(tuple("call_1", "{\"town\":\"Paris\"}"), tuple("call_2", "{}"));
        assertThat(
                        whole.usage()
                                .orElseThrow()
                                .completionTokensDetails()
                                .orElseThrow()
                                .reasoningTokens())
                .contains(2L);
    }

    @Test
    void accumulatesSeveralChoicesWithLogprobs() {
        ChatCompletion whole = accumulated(ask("Hi").n(3).logprobs(true).topLogprobs(1));
        assertThat(whole.choices()).hasSize(3);
        assertThat(whole.choices())
                .allSatisfy(choice -> {
                    assertThat(choice.message().content()).contains("sunny");
                    var token = choice.logprobs().orElseThrow().content().orElseThrow().getFirst();
                    assertThat(token.bytes().orElseThrow()).hasSize(5);
                    assertThat(token.topLogprobs()).hasSize(1);
                });
    }

    @Test
    void completesWithEchoAndBestOf() {
        var answer =
                client.completions()
                        .create(
                                CompletionCreateParams.builder()
                                        .model("chat")
                                        .prompt("It is")
                                        .echo(true)
                                        .logprobs(1)
                                        .n(2)
                                        .bestOf(3)
                                        .build());
        assertThat(answer.choices())
                .hasSize(2)
                .allSatisfy(choice -> {
                    assertThat(choice.text()).isEqualTo("It is" + "sunny");
                    assertThat(choice.logprobs().orElseThrow().tokens().orElseThrow())
                            .containsExactly("It is", "sunny");
                });
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(6);
    }

    private ChatCompletion accumulated(ChatCompletionCreateParams.Builder params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
        try (var stream = client.chat().completions().createStreaming(params.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion().validate();
    }

    private static List<GenerationEvent> said(GenerationRequest request) {
        if (request.constraint().isPresent()) {
            assertThat(request.constraint().get()).isInstanceOf(Constraint.JsonSchema.class);
            return FakeGenerator.events("{\"town\":\"Paris\",", "\"degrees\":20}");
        }
        if (request.prompt() instanceof Prompt.Chat chat && asksForACall(chat)) {
            return ToolAnswerTest.calls();
        }
        TokenLogprob token = token("sunny", List.of(token("rainy", List.of())));
        Delta delta =
                new Delta(
                        "sunny", 1, request.topLogprobs().isPresent() ? List.of(token) : List.of());
        Finished end = new Finished(FinishReason.STOP, new Usage(7, 2));
        return request.promptLogprobs().isPresent()
                ? List.of(new PromptRead(List.of(first("It is"))), delta, end)
                : List.of(delta, end);
    }

    private static boolean asksForACall(Prompt.Chat chat) {
        ChatMessage last = chat.messages().getLast();
        if (last.role() == Role.TOOL) {
            assertThat(last.name()).contains("weather");
        }
        return !chat.toolUse().tools().isEmpty() && last.role() == Role.USER;
    }

    private static TokenLogprob first(String text) {
        return new TokenLogprob(1, text.getBytes(StandardCharsets.UTF_8), Float.NaN, List.of());
    }

    private static TokenLogprob token(String text, List<TokenLogprob> top) {
        return new TokenLogprob(1, text.getBytes(StandardCharsets.UTF_8), -1, top);
    }

    private static String text(ChatCompletion answer) {
        return answer.validate().choices().getFirst().message().content().orElseThrow();
    }

    private static ChatCompletionCreateParams.Builder ask(String question) {
        return ChatCompletionCreateParams.builder().model("chat").addUserMessage(question);
    }
}
