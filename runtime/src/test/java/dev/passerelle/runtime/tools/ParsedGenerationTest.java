package dev.passerelle.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParsedGenerationTest {

    private static final String TWO_CALLS =
            "<tool_call>{\"name\": \"a\", \"arguments\": {}}</tool_call><tool_call>{\"name\": \"b\", \"arguments\": {}}</tool_call>";
    private static final Optional<ReasoningTags> THINK =
            Optional.of(new ReasoningTags("<think>", "</think>"));

    @Test
    void oneCallIsEnoughWhereCallsAreNotParallel() throws InterruptedException {
        Scripted raw = new Scripted(Scripted.cut(TWO_CALLS, 3), FinishReason.STOP);
        List<GenerationEvent> events = Scripted.all(parsed(raw, Optional.empty(), false));

        assertThat(Scripted.told(events)).isEqualTo("a({}) TOOL_CALLS");
        assertThat(raw.cancelled()).isTrue();
        Usage usage = ((Finished) events.getLast()).usage();
        assertThat(usage.completionTokens()).isEqualTo(Scripted.tokens(events)).isLessThan(20);
        assertThat(usage.promptTokens()).isEqualTo(7);
    }

    @Test
    void callsThatComeAtOnceAreOneWhereCallsAreNotParallel() throws InterruptedException {
        Scripted raw = new Scripted(List.of(TWO_CALLS), FinishReason.STOP);

        assertThat(Scripted.told(Scripted.all(parsed(raw, Optional.empty(), false))))
                .isEqualTo("a({}) TOOL_CALLS");
    }

    @Test
    void reasoningIsCounted() throws InterruptedException {
        Scripted raw =
                new Scripted(
                        List.of("<think>", "a", " b", "</think>", "\n\n", "Yes", "."),
                        FinishReason.STOP);
        List<GenerationEvent> events = Scripted.all(parsed(raw, THINK, true));

        assertThat(Scripted.told(events)).isEqualTo("{a b} Yes. STOP");
        assertThat(((Finished) events.getLast()).usage()).isEqualTo(new Usage(7, 8, 0, 3));
    }

    @Test
    void logprobsAreThoseOfTheContent() throws InterruptedException {
        Scripted raw =
                new Scripted(List.of("<think>", "a", "</think>", "Yes", "."), FinishReason.STOP);
        StringBuilder spelled = new StringBuilder();
        for (GenerationEvent event : Scripted.all(parsed(raw, THINK, true))) {
            if (event instanceof Delta delta) {
                for (TokenLogprob each : delta.logprobs()) {
                    spelled.append(new String(each.bytes(), StandardCharsets.UTF_8));
                }
            }
        }

        assertThat(spelled).hasToString("Yes.");
    }

    @Test
    void eachCallHasAnIdOfItsOwn() throws InterruptedException {
        Scripted raw = new Scripted(Scripted.cut(TWO_CALLS, 9), FinishReason.STOP);
        List<String> ids =
                Scripted.all(parsed(raw, Optional.empty(), true)).stream()
                        .filter(GenerationEvent.ToolCallBegun.class::isInstance)
                        .map(event -> ((GenerationEvent.ToolCallBegun) event).id())
                        .toList();

        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> assertThat(id).matches("call_[A-Za-z0-9]{24}"));
        assertThat(CallIds.nine()).matches("[A-Za-z0-9]{9}");
    }

    private static ParsedGeneration parsed(
            Scripted raw, Optional<ReasoningTags> tags, boolean parallel) {
        AnswerShape shape =
                new AnswerShape(tags, false, Optional.of(CallFormat.HERMES), List.of(), parallel);
        return new ParsedGeneration(raw, shape, CallIds::openAi);
    }
}
