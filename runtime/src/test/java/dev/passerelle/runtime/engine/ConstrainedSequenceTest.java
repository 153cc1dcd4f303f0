package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.constrained.CompiledConstraint;
import dev.passerelle.runtime.constrained.ConstraintCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstrainedSequenceTest {

    private static final int END = FakeDecoder.VOCABULARY - 1;
    private static final ConstraintCompiler COMPILER =
            new ConstraintCompiler(Letters.VOCABULARY, List.of(END));

    private final Stage stage = new Stage(4, 8);

    private Sequence submit(String pattern, int maxTokens, boolean ignoreEos, List<String> stop) {
        CompiledConstraint constraint = COMPILER.compile(new Constraint.Regex(pattern));
        int[] prompt = Letters.prompt(1, 5);
        GenerationRequest request = Stage.request(prompt, maxTokens, ignoreEos, stop);
        Sequence sequence = stage.submit(Tenant.EVERYONE, prompt, request, List.of(END));
        sequence.constrain(constraint);
        return sequence;
    }

    @Test
    void theTextMatchesAndEndsWhereNothingCanFollow() throws InterruptedException {
        Sequence sequence = submit("[a-c]{5}x", 50, true, List.of());
        stage.runUntilIdle();
        List<GenerationEvent> events = Stage.events(sequence);
        assertThat(Letters.text(events)).matches("[a-c]{5}x");
        assertThat(((Finished) events.getLast()).reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aTextThatMayGoOnEndsByItsLength() throws InterruptedException {
        Sequence sequence = submit("[a-c]*x", 10, true, List.of());
        stage.runUntilIdle();
        List<GenerationEvent> events = Stage.events(sequence);
        assertThat(Letters.text(events)).matches("[a-c]{10}|[a-c]*x");
        assertThat(events.getLast()).isInstanceOf(Finished.class);
    }

    @Test
    void aStopStringEndsTheTextAllTheSame() throws InterruptedException {
        Sequence sequence = submit("abcdef", 50, true, List.of("cd"));
        stage.runUntilIdle();
        assertThat(Letters.text(Stage.events(sequence))).isEqualTo("ab");
    }

    @Test
    void whatTheVocabularyCannotSpellIsRefusedBeforeItRuns() {
        assertThat(catchThrowable(() -> COMPILER.compile(new Constraint.Literal("é"))))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("no token");
    }
}
