package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OpenAI's own Java client against this server. Its validation is used where OpenAI's own answers
/// would pass it: a completion's stream has a null `finish_reason`, which it takes for an error.
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class OpenAiClientTest {
    private TestingGateway gateway;
    private OpenAIClient client;

    @BeforeAll
    void start() {
        FakeGenerator broken =
                new FakeGenerator(request ->
                        List.of(
                                new Delta("A", 1, List.of()),
                                new Failed(
                                        new InferenceException.Failed(
                                                "lost", new Exception("x")))));
        gateway =
                TestingGateway.of(
                        TestingGateway.ready("chat", FakeGenerator.saying("Hello", " wörld")),
                        TestingGateway.ready("broken", broken),
                        TestingGateway.ready("embed", new FakeEmbedder()));
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
    void chats() {
        ChatCompletion answer = client.chat().completions().create(hello("chat").build());
        answer.validate();
        assertThat(answer.choices().getFirst().message().content()).contains("Hello wörld");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(10);
    }

    @Test
    void streamsChat() {
        ChatCompletionCreateParams params =
                hello("chat")
                        .streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            chunks.forEach(ChatCompletionChunk::validate);
            String text =
                    chunks.stream()
                            .flatMap(c -> c.choices().stream())
                            .flatMap(c -> c.delta().content().stream())
                            .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello wörld");
            assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(3);
        }
    }

    @Test
    void seesAStreamThatBreaks() {
        List<String> seen = new ArrayList<>();
        try (var stream = client.chat().completions().createStreaming(hello("broken").build())) {
            assertThatThrownBy(() ->
                            stream.stream()
                                    .forEach(chunk ->
                                            chunk.choices().stream()
                                                    .flatMap(c -> c.delta().content().stream())
                                                    .forEach(seen::add)))
                    .isInstanceOf(OpenAIException.class);
        }
        assertThat(seen).contains("A");
    }

    @Test
    void completes() {
        CompletionCreateParams params =
                CompletionCreateParams.builder().model("chat").prompt("Once").build();
        var answer = client.completions().create(params);
        answer.validate();
        assertThat(answer.choices().getFirst().text()).isEqualTo("Hello wörld");
        try (var stream = client.completions().createStreaming(params)) {
            assertThat(
                            stream.stream()
                                    .map(c -> c.choices().getFirst().text())
                                    .collect(Collectors.joining()))
                    .isEqualTo("Hello wörld");
        }
    }

    @Test
    void embeds() {
        var answer =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("embed")
                                        .inputOfArrayOfStrings(List.of("a", "four"))
                                        .build());
        assertThat(answer.data().get(1).embedding()).containsExactly(1f, 0.5f, 4f);
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().data())
                .extracting(m -> m.id())
                .containsExactly("chat", "broken", "embed");
        assertThat(client.models().retrieve("embed").ownedBy()).isEqualTo("passerelle");
    }

    @Test
    void understandsErrors() {
        assertThatThrownBy(() -> client.chat().completions().create(hello("other").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        e -> assertThat(e.code()).contains("model_not_found"));
        assertThatThrownBy(() -> client.chat().completions().create(hello("chat").n(129).build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.param()).contains("n"));
    }

    private static ChatCompletionCreateParams.Builder hello(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hi");
    }
}
