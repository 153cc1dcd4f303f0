package dev.passerelle.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Tool;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallConstraintsTest {

    private static final List<Tool> TOOLS =
            List.of(
                    new Tool("get_weather", "", "{\"a\":1}", false),
                    new Tool("now", "", "{}", true));

    /// What the constraint allows, in its shortest form, is what the parser reads as calls.
    @ParameterizedTest
    @EnumSource(CallFormat.class)
    void whatTheyAllowIsRead(CallFormat format) throws InterruptedException {
        CallFormat forced = format.forced();
        String two = shortest(new CallConstraints(forced, TOOLS, true, true).calls(), 1);
        AnswerShape shape =
                new AnswerShape(Optional.empty(), false, Optional.of(forced), TOOLS, true);
        Scripted raw = new Scripted(Scripted.cut(two, 4), FinishReason.STOP);

        assertThat(Scripted.told(Scripted.all(new ParsedGeneration(raw, shape, CallIds::openAi))))
                .isEqualTo("get_weather({}) get_weather({}) TOOL_CALLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</think>",
                "a</think>",
                "<</think>",
                "</</think>",
                "a < b </thin> </thin</think>",
                "<think>\n</ think></think>"
            })
    void reasoningEndsWithItsTag(String text) {
        Pattern through = Pattern.compile(AfterReasoning.through("</think>"));

        assertThat(text).matches(through);
        assertThat(text + "a").doesNotMatch(through);
        assertThat(text + "</think>").doesNotMatch(through);
        assertThat(text.substring(0, text.length() - 1)).doesNotMatch(through);
    }

    /// @param times how often what may be repeated is
    private static String shortest(Constraint constraint, int times) {
        return switch (constraint) {
            case Constraint.Literal(var text) -> text;
            case Constraint.OneOf(var alternatives) -> shortest(alternatives.getFirst(), times);
            case Constraint.Sequence(var parts) ->
                    parts.stream().map(part -> shortest(part, times)).collect(Collectors.joining());
            case Constraint.Repeated(var part, _, _) -> shortest(part, times).repeat(times);
            case Constraint.JsonObject _, Constraint.JsonSchema _ -> "{}";
            default -> throw new AssertionError(constraint);
        };
    }
}
