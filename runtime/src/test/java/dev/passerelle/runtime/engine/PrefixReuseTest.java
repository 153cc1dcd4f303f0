package dev.passerelle.runtime.engine;

import static dev.passerelle.runtime.engine.Letters.expected;
import static dev.passerelle.runtime.engine.Letters.prompt;
import static dev.passerelle.runtime.engine.Letters.text;
import static dev.passerelle.runtime.engine.Letters.tokens;
import static dev.passerelle.runtime.engine.Stage.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read once is not read again, and says the same.
class PrefixReuseTest {

    private static final int CHUNK = 16;
    private static final Tenant A = new Tenant("a", "k", 1, 0);
    private static final Tenant B = new Tenant("b", "k", 1, 0);

    private final Stage stage = new Stage(4, CHUNK, new PrefixCaching(1 << 16, true));
    private final FakeDecoder decoder = stage.decoder;

    @Test
    void theSamePromptLaterIsReadFromItsLastBlockOn() throws InterruptedException {
        finished(stage.submit(prompt(1, 100), 5), prompt(1, 100), 5, 0);
        int read = decoder.prefilledTokens;
        finished(stage.submit(prompt(1, 100), 5), prompt(1, 100), 5, 96);
        assertThat(decoder.prefilledTokens - read).isEqualTo(4);
        assertThat(stage.scheduler.load().prefixHitTokens()).isEqualTo(96);
        assertThat(stage.scheduler.load().prefixQueriedTokens()).isEqualTo(200);
    }

    @Test
    void theLastTokenIsAlwaysComputed() throws InterruptedException {
        finished(stage.submit(prompt(1, 96), 5), prompt(1, 96), 5, 0);
        finished(stage.submit(prompt(1, 96), 5), prompt(1, 96), 5, 80);
    }

    @Test
    void theNextTurnOfAConversationFindsTheAnswerToo() throws InterruptedException {
        int[] first = prompt(1, 40);
        finished(stage.submit(first, 60), first, 60, 0);
        int[] next = Arrays.copyOf(withCompletion(first, 60), 120);
        finished(stage.submit(next, 5), next, 5, 96);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 16})
    void promptsThatComeTogetherAreReadOnce(long bytes) throws InterruptedException {
        Stage together = new Stage(4, CHUNK, new PrefixCaching(bytes, true));
        List<Sequence> choices = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            choices.add(together.submit(prompt(1, 100), 5 + i));
        }
        together.runUntilIdle();
        for (int i = 0; i < choices.size(); i++) {
            assertThat(text(events(choices.get(i)))).isEqualTo(expected(prompt(1, 100), 5 + i));
        }
        assertThat(together.decoder.prefilledTokens).isEqualTo(100 + 8 * 4);
        assertThat(together.scheduler.load().prefixHitTokens()).isEqualTo(8 * 96);
    }

    @Test
    void whatAnotherReadsIsWaitedForAndTheRestIsNot() {
        int[] longer = Arrays.copyOf(prompt(1, 60), 200);
        stage.submit(A, longer, 5);
        Sequence shorter = stage.submit(new Tenant("a", "other", 1, 0), prompt(1, 50), 5);
        stage.turns(3);
        assertThat(shorter.progress().length()).isZero();
        stage.turns(1);
        assertThat(shorter.progress().promptRead()).isTrue();
        assertThat(shorter.progress().cached()).isEqualTo(48);
    }

    @Test
    void whoWaitsGoesOnByItselfWhenTheOtherIsCancelled() throws InterruptedException {
        Sequence leader = stage.submit(prompt(1, 200), 5);
        Sequence follower = stage.submit(prompt(1, 200), 5);
        stage.turns(4);
        leader.cancel();
        stage.runUntilIdle();
        finished(follower, prompt(1, 200), 5, 64);
        assertThat(decoder.prefilledTokens).isEqualTo(200);
    }

    @Test
    void whoWaitsHoldsNobodyUp() {
        stage.submit(A, prompt(1, 200), 5);
        stage.submit(A, prompt(1, 200), 5);
        Sequence other = stage.submit(B, prompt(2, 40), 5);
        stage.turns(6);
        assertThat(other.progress().promptRead()).isTrue();
    }

    @Test
    void scopesShareNothing() throws InterruptedException {
        Sequence first = stage.submit(A, prompt(1, 100), 5);
        Sequence second = stage.submit(B, prompt(1, 100), 5);
        stage.runUntilIdle();
        finished(first, prompt(1, 100), 5, 0);
        finished(second, prompt(1, 100), 5, 0);
        assertThat(decoder.prefilledTokens).isEqualTo(200);
    }

    @Test
    void aPreemptedSequenceGetsItsTokensBack() throws InterruptedException {
        List<Sequence> flood =
                IntStream.range(0, 4).mapToObj(i -> stage.submit(A, prompt(i, 80), 60)).toList();
        stage.turns(40);
        Sequence single = stage.submit(B, prompt(9, 16), 5);
        stage.turns(1);
        int read = decoder.prefilledTokens;
        assertThat(flood.stream().mapToInt(each -> each.progress().rewinds()).sum()).isEqualTo(1);
        stage.runUntilIdle();
        assertThat(decoder.prefilledTokens).isEqualTo(read);
        for (int i = 0; i < 4; i++) {
            finished(flood.get(i), prompt(i, 80), 60, 0);
        }
        finished(single, prompt(9, 16), 5, 0);
    }

    private void finished(Sequence sequence, int[] prompt, int count, int cached)
            throws InterruptedException {
        stage.runUntilIdle();
        var events = events(sequence);
        assertThat(text(events)).isEqualTo(expected(prompt, count));
        assertThat(((Finished) events.getLast()).usage())
                .isEqualTo(new Usage(prompt.length, count, cached, 0));
    }

    private static int[] withCompletion(int[] prompt, int count) {
        return IntStream.concat(
                        IntStream.of(prompt),
                        tokens(prompt, count).stream().mapToInt(Integer::intValue))
                .toArray();
    }
}
