package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.events;
import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.Reasoning;
import dev.passerelle.runtime.GenerationEvent.ToolCallArguments;
import dev.passerelle.runtime.GenerationEvent.ToolCallBegun;
import dev.passerelle.runtime.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ToolAnswerTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String ASK =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
    private static final String STREAM =
            ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    private static final String USAGE =
            """
            {"prompt_tokens":7,"completion_tokens":9,"total_tokens":16,
             "prompt_tokens_details":{"cached_tokens":4},
             "completion_tokens_details":{"reasoning_tokens":2}}\
            """;

    /// Two calls, thought about before.
    static List<GenerationEvent> calls() {
        return List.of(
                new Reasoning("Hm \"", 1),
                new Reasoning("…", 1),
                new ToolCallBegun(0, "call_1", "weather", 2),
                new ToolCallArguments(0, "{\"town\":", 1),
                new ToolCallArguments(0, "\"Paris\"}", 1),
                new ToolCallBegun(1, "call_2", "time", 1),
                new ToolCallArguments(1, "{}", 1),
                new Finished(FinishReason.TOOL_CALLS, new Usage(7, 9, 4, 2)));
    }

    @Test
    void writesCallsAndReasoning() {
        try (var gateway = TestingGateway.with(new FakeGenerator(_ -> calls()))) {
            JsonNode answer = json(gateway.post(PATH, ASK.formatted("")));
            assertThat(answer.get("choices"))
                    .isEqualTo(
                            json(
                                    """
                                    [{"index":0,"message":{"role":"assistant","content":null,"refusal":null,
                                      "reasoning_content":"Hm \\"…","reasoning":"Hm \\"…",
                                      "tool_calls":[
                                       {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Paris\\"}"}},
                                       {"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}]},
                                      "logprobs":null,"finish_reason":"tool_calls"}]\
                                    """));
            assertThat(answer.get("usage")).isEqualTo(json(USAGE));
        }
    }

    @Test
    void streamsThemInPieces() {
        try (var gateway = TestingGateway.with(new FakeGenerator(_ -> calls()))) {
            List<String> events = events(gateway.post(PATH, ASK.formatted(STREAM)));
            assertThat(
                            events.subList(0, events.size() - 2).stream()
                                    .map(event -> json(event).at("/choices/0/delta").toString()))
                    .containsExactly(
                            "{\"role\":\"assistant\",\"content\":null,\"refusal\":null}",
                            "{\"reasoning_content\":\"Hm \\\"\",\"reasoning\":\"Hm \\\"\"}",
                            "{\"reasoning_content\":\"…\",\"reasoning\":\"…\"}",
                            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"town\\\":\"}}]}",
                            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\"}\"}}]}",
                            "{\"tool_calls\":[{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}]}",
                            "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                            "{}");
            assertThat(
                            json(events.get(events.size() - 3))
                                    .at("/choices/0/finish_reason")
                                    .stringValue())
                    .isEqualTo("tool_calls");
            assertThat(json(events.get(events.size() - 2)).get("usage")).isEqualTo(json(USAGE));
        }
    }

    @Test
    void writesTextBesideCalls() {
        List<GenerationEvent> said =
                List.of(
                        new Delta("Let me see.", 3, List.of()),
                        new ToolCallBegun(0, "call_1", "time", 2),
                        new Finished(FinishReason.TOOL_CALLS, new Usage(7, 6)));
        try (var gateway = TestingGateway.with(new FakeGenerator(_ -> said))) {
            JsonNode message = json(gateway.post(PATH, ASK.formatted(""))).at("/choices/0/message");
            assertThat(message.get("content").stringValue()).isEqualTo("Let me see.");
            assertThat(message.at("/tool_calls/0/function/arguments").stringValue()).isEmpty();
            assertThat(message.has("reasoning")).isFalse();
        }
    }

    @Test
    void namesTheServiceTierWhereOneWasAskedFor() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("x"))) {
            String tier = ",\"service_tier\":\"auto\"";
            assertThat(
                            json(gateway.post(PATH, ASK.formatted(tier)))
                                    .get("service_tier")
                                    .stringValue())
                    .isEqualTo("default");
            String first =
                    events(gateway.post(PATH, ASK.formatted(tier + ",\"stream\":true"))).getFirst();
            assertThat(json(first).get("service_tier").stringValue()).isEqualTo("default");
            assertThat(json(gateway.post(PATH, ASK.formatted(""))).has("service_tier")).isFalse();
        }
    }
}
