package dev.passerelle.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolCall;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolFieldsTest {
    private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";
    private static final String TOOLS =
            """
            "tools":[{"type":"function","function":{"name":"time"}},
             {"type":"function","function":{"name":"weather","description":"Tells it.","strict":true,
              "parameters":{"type":"object","properties":{"town":{"type":"string"}}}}}]\
            """;

    @Test
    void readsTools() {
        assertThat(use(TOOLS))
                .isEqualTo(
                        new ToolUse(
                                List.of(
                                        new Tool(
                                                "time",
                                                "",
                                                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
                                                false),
                                        new Tool(
                                                "weather",
                                                "Tells it.",
                                                "{\"type\":\"object\",\"properties\":{\"town\":{\"type\":\"string\"}}}",
                                                true)),
                                new ToolChoice.Auto(),
                                true));
        assertThat(use("\"tools\":[],\"tool_choice\":\"auto\"")).isEqualTo(ToolUse.NONE);
    }

    @Test
    void readsEveryChoice() {
        assertThat(choice("\"none\"")).isEqualTo(new ToolChoice.None());
        assertThat(choice("\"auto\"")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("\"required\"")).isEqualTo(new ToolChoice.Required());
        assertThat(choice("{\"type\":\"function\",\"function\":{\"name\":\"time\"}}"))
                .isEqualTo(new ToolChoice.Named("time"));
        assertThat(use(TOOLS + ",\"parallel_tool_calls\":false").parallel()).isFalse();
    }

    @Test
    void leavesOnlyAllowedTools() {
        String allowed =
                """
                {"type":"allowed_tools","allowed_tools":{"mode":"required",
                 "tools":[{"type":"function","function":{"name":"weather"}}]}}\
                """;
        ToolUse use = use(TOOLS + ",\"tool_choice\":" + allowed);

        assertThat(use.choice()).isEqualTo(new ToolChoice.Required());
        assertThat(use.tools()).extracting(Tool::name).containsExactly("weather");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools[1].function.name       | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]",
                "tools[0].function.name       | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]",
                "tools[0].function            | \"tools\":[{\"type\":\"function\"}]",
                "tools[0].function.parameters | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":[]}}]",
                "tools[0].function.strict     | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"strict\":1}}]",
                "tool_choice.allowed_tools.mode | \"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"none\",\"tools\":[]}}",
                "tool_choice.allowed_tools.tools[0].function.name | \"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]}}",
                "tool_choice.type             | \"tool_choice\":{\"type\":\"custom\",\"custom\":{\"name\":\"a\"}}"
            })
    void namesThePlaceThatIsWrong(String param, String fields) {
        assertThatThrownBy(() -> use(fields))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, e -> assertThat(e.param()).isEqualTo(param));
    }

    @Test
    void readsAConversationWithCalls() {
        List<ChatMessage> messages =
                chat(
                                """
                                {"role":"user","content":"Weather?"},
                                {"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[
                                 {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Paris\\"}"}},
                                 {"id":"c2","type":"function","function":{"name":"time","arguments":""}}]},
                                {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"noon"}]},
                                {"role":"tool","tool_call_id":"c1","content":"sunny"},
                                {"role":"assistant","content":[{"type":"refusal","refusal":"No."}],"reasoning":"So.","name":"bot"}\
                                """,
                                "\"temperature\":0")
                        .messages();

        assertThat(messages.get(1).text().value()).isEmpty();
        assertThat(messages.get(1).reasoning()).contains(new PromptText("Hm."));
        assertThat(messages.get(1).toolCalls())
                .containsExactly(
                        new ToolCall("c1", "weather", new PromptText("{\"town\":\"Paris\"}")),
                        new ToolCall("c2", "time", new PromptText("{}")));
        assertThat(messages.get(2).toolCallId()).contains("c2");
        assertThat(messages.get(2).name()).contains("time");
        assertThat(messages.get(3).text().value()).isEqualTo("sunny");
        assertThat(messages.get(3).name()).contains("weather");
        assertThat(messages.get(4).text().value()).isEqualTo("No.");
        assertThat(messages.get(4).reasoning()).contains(new PromptText("So."));
        assertThat(messages.get(4).name()).contains("bot");
    }

    @Test
    void tellsTheTemplate() {
        assertThat(chat(HI, "\"reasoning_effort\":\"high\"").templateArguments())
                .isEqualTo(Map.of("reasoning_effort", "high"));
        assertThat(
                        chat(
                                        HI,
                                        "\"reasoning_effort\":\"none\",\"chat_template_kwargs\":{\"enable_thinking\":true,\"x\":null,\"y\":[1]}")
                                .templateArguments())
                .isEqualTo(
                        Map.of(
                                "reasoning_effort",
                                "none",
                                "enable_thinking",
                                true,
                                "y",
                                List.of(1)));
    }

    private static ToolChoice choice(String value) {
        return use(TOOLS + ",\"tool_choice\":" + value).choice();
    }

    private static ToolUse use(String fields) {
        return chat(HI, fields).toolUse();
    }

    private static Prompt.Chat chat(String messages, String fields) {
        String body = "{\"model\":\"m\",\"messages\":[%s],%s}".formatted(messages, fields);
        TextRequest request = ChatRequest.decode(body.getBytes(StandardCharsets.UTF_8));
        return (Prompt.Chat) request.prompts().getFirst().prompt();
    }
}
