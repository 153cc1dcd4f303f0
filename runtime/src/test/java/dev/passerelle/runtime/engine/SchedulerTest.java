package dev.passerelle.runtime.engine;

import static dev.passerelle.runtime.engine.Letters.expected;
import static dev.passerelle.runtime.engine.Letters.prompt;
import static dev.passerelle.runtime.engine.Letters.text;
import static dev.passerelle.runtime.engine.Letters.tokens;
import static dev.passerelle.runtime.engine.Stage.events;
import static dev.passerelle.runtime.engine.Stage.failure;
import static dev.passerelle.runtime.engine.Stage.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final int SLOTS = 4;
    private final Stage stage = new Stage(SLOTS, 8);
    private final FakeDecoder decoder = stage.decoder;
    private final Scheduler scheduler = stage.scheduler;

    @Test
    void generatesWhatTheModelSays() throws InterruptedException {
        Sequence sequence = submit(prompt(1, 20), 10);
        runUntilIdle();
        List<GenerationEvent> events = events(sequence);
        assertThat(text(events)).isEqualTo(expected(prompt(1, 20), 10));
        assertThat(events.getLast())
                .isEqualTo(new Finished(FinishReason.LENGTH, new Usage(20, 10)));
        assertThat(decoder.prefills).isEqualTo(3);
    }

    @Test
    void everySequenceGetsItsOwnTextWhateverRunsBesideIt() throws InterruptedException {
        Random random = new Random(11);
        List<Sequence> sequences = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int[] prompt = prompt(i, 1 + random.nextInt(40));
            int tokens = 1 + random.nextInt(30);
            sequences.add(submit(prompt, tokens));
            expected.add(expected(prompt, tokens));
        }
        runUntilIdle();
        List<String> texts = new ArrayList<>();
        for (Sequence sequence : sequences) {
            texts.add(text(events(sequence)));
        }
        assertThat(texts).isEqualTo(expected);
        assertThat(decoder.decodedRows).contains(SLOTS);
        assertThat(scheduler.load().activeSlots()).isZero();
        assertThat(scheduler.load().kvTokens()).isZero();
    }

    @Test
    void promptsAreReadInChunksBetweenDecodeSteps() throws InterruptedException {
        Sequence running = submit(prompt(1, 4), 50);
        scheduler.turn();
        submit(prompt(2, 40), 2);
        for (int turn = 0; turn < 4; turn++) {
            int before = running.progress().length();
            scheduler.turn();
            assertThat(running.progress().length()).isEqualTo(before + 1);
        }
        assertThat(decoder.decodedRows).containsOnly(1);
    }

    @Test
    void aLaggingReaderPausesOnlyItsOwnSequence() throws InterruptedException {
        Sequence lagging = submit(prompt(1, 5), 200);
        Sequence other = submit(prompt(2, 5), 200);
        List<GenerationEvent> read = new ArrayList<>();
        while (scheduler.turn()) {
            read.addAll(events(other));
        }
        read.addAll(events(other));
        assertThat(text(read)).isEqualTo(expected(prompt(2, 5), 200));
        assertThat(lagging.ended()).isFalse();
        assertThat(scheduler.load().activeSlots()).isEqualTo(1);

        List<GenerationEvent> late = new ArrayList<>();
        while (!lagging.ended()) {
            late.add(lagging.next());
            if (!stage.readerActions.isEmpty()) {
                stage.readerActions.clear();
                runUntilIdle();
            }
        }
        late.addAll(events(lagging));
        assertThat(text(late)).isEqualTo(expected(prompt(1, 5), 200));
    }

    @Test
    void pausedSequencesKeepTheirTextWhileOthersMoveAround() throws InterruptedException {
        // readers that each take events at their own pace, so that sequences pause, resume and
        // exchange slots
        Random random = new Random(5);
        List<Sequence> sequences = new ArrayList<>();
        List<List<GenerationEvent>> read = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sequences.add(submit(prompt(i, 1 + random.nextInt(30)), 80 + random.nextInt(100)));
            read.add(new ArrayList<>());
        }
        while (!sequences.stream().allMatch(Sequence::ended)) {
            scheduler.turn();
            for (int i = 0; i < sequences.size(); i++) {
                int burst = random.nextInt(40) == 0 ? 45 : 0;
                while (burst-- > 0 && sequences.get(i).eventsWaiting() > 0) {
                    read.get(i).add(sequences.get(i).next());
                }
            }
        }
        for (int i = 0; i < sequences.size(); i++) {
            read.get(i).addAll(events(sequences.get(i)));
            Finished end = (Finished) read.get(i).getLast();
            assertThat(text(read.get(i)))
                    .isEqualTo(
                            expected(
                                    prompt(i, end.usage().promptTokens()),
                                    end.usage().completionTokens()));
        }
    }

    @Test
    void cancellingFreesTheSlotBeforeTheNextStep() throws InterruptedException {
        Sequence cancelled = submit(prompt(1, 5), 100);
        Sequence other = submit(prompt(2, 5), 100);
        for (int i = 0; i < 10; i++) {
            scheduler.turn();
        }
        cancelled.cancel();
        scheduler.turn();
        assertThat(scheduler.load().activeSlots()).isEqualTo(1);
        assertThat(decoder.decodedRows.getLast()).isEqualTo(1);
        assertThat(failure(cancelled)).isInstanceOf(InferenceException.Cancelled.class);
        runUntilIdle();
        String whole = expected(prompt(2, 5), 100);
        assertThat(text(events(other))).hasSizeGreaterThan(50).isEqualTo(whole.substring(0, 64));
    }

    @Test
    void cancellingWhileThePromptIsReadFreesTheSlot() throws InterruptedException {
        Sequence cancelled = submit(prompt(1, 100), 5);
        scheduler.turn();
        cancelled.cancel();
        assertThat(scheduler.turn()).isFalse();
        assertThat(decoder.prefills).isEqualTo(1);
        assertThat(scheduler.load().activeSlots()).isZero();
    }

    @Test
    void aFailedStepFailsItsSequencesAndTheNextOnesRun() throws InterruptedException {
        Sequence first = submit(prompt(1, 5), 20);
        Sequence second = submit(prompt(2, 5), 20);
        for (int i = 0; i < 4; i++) {
            scheduler.turn();
        }
        decoder.failing = true;
        scheduler.turn();
        decoder.failing = false;
        assertThat(failure(first)).isInstanceOf(InferenceException.Failed.class);
        assertThat(failure(second)).isInstanceOf(InferenceException.Failed.class);
        Sequence third = submit(prompt(3, 5), 5);
        runUntilIdle();
        assertThat(text(events(third))).isEqualTo(expected(prompt(3, 5), 5));
    }

    @Test
    void endOfSequenceTokensEndTheText() throws InterruptedException {
        int[] prompt = prompt(1, 5);
        List<Integer> tokens = tokens(prompt, 30);
        int eos = tokens.get(12);
        int first = tokens.indexOf(eos);
        Sequence ends = submit(prompt, request(prompt, 30, false, List.of()), List.of(eos));
        Sequence goesOn = submit(prompt, request(prompt, 30, true, List.of()), List.of(eos));
        runUntilIdle();
        List<GenerationEvent> events = events(ends);
        assertThat(text(events)).isEqualTo(expected(prompt, first));
        assertThat(events.getLast())
                .isEqualTo(new Finished(FinishReason.STOP, new Usage(5, first + 1)));
        assertThat(events(goesOn).getLast())
                .isEqualTo(new Finished(FinishReason.LENGTH, new Usage(5, 30)));
    }

    @Test
    void stopStringsEndTheTextAndNoneOfThemIsShown() throws InterruptedException {
        int[] prompt = prompt(1, 5);
        String whole = expected(prompt, 30);
        String stop = whole.substring(10, 13);
        Sequence sequence = submit(prompt, request(prompt, 30, true, List.of(stop)), List.of());
        runUntilIdle();
        List<GenerationEvent> events = events(sequence);
        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(events.getLast()).isInstanceOf(Finished.class);
        assertThat(scheduler.load().activeSlots()).isZero();
    }

    @Test
    void logprobsComeWithTheirTokens() throws InterruptedException {
        int[] prompt = prompt(1, 5);
        GenerationRequest request =
                new GenerationRequest(
                        new Prompt.Tokens(prompt),
                        Sampling.GREEDY,
                        OptionalInt.of(6),
                        List.of(),
                        true,
                        OptionalInt.of(2));
        Sequence sequence = submit(prompt, request, List.of());
        runUntilIdle();
        List<Integer> tokens = new ArrayList<>();
        for (GenerationEvent event : events(sequence)) {
            if (event instanceof Delta delta) {
                assertThat(delta.logprobs()).hasSize(delta.tokens());
                delta.logprobs()
                        .forEach(logprob -> {
                            tokens.add(logprob.token());
                            assertThat(logprob.top()).hasSize(2);
                            assertThat(logprob.top().getFirst().token()).isEqualTo(logprob.token());
                            assertThat(logprob.logprob()).isLessThan(0).isGreaterThan(-0.1f);
                        });
            }
        }
        assertThat(tokens).isEqualTo(tokens(prompt, 6));
    }

    @Test
    void thePromptsLogprobsComeBeforeAllElse() throws InterruptedException {
        int[] prompt = prompt(1, 23);
        prompt[9] = FakeDecoder.next(prompt, 9);
        Sequence sequence = submit(prompt, scored(prompt, 4), List.of());
        submit(prompt(2, 30), 20);
        runUntilIdle();
        List<GenerationEvent> events = events(sequence);
        assertThat(((PromptRead) events.getFirst()).tokens())
                .extracting(TokenLogprob::token)
                .isEqualTo(IntStream.of(prompt).boxed().toList());
        assertScored(events.getFirst(), prompt);
        assertThat(text(events)).isEqualTo(expected(prompt, 4));
    }

    @Test
    void aPromptMayBeScoredWithoutACompletion() throws InterruptedException {
        for (int length : new int[] {1, 2, 5, 6, 40}) {
            int[] prompt = prompt(1, length);
            Sequence sequence = submit(prompt, scored(prompt, 0), List.of());
            runUntilIdle();
            List<GenerationEvent> events = events(sequence);
            assertThat(events).hasSize(2);
            assertScored(events.getFirst(), prompt);
            assertThat(events.getLast())
                    .isEqualTo(new Finished(FinishReason.LENGTH, new Usage(length, 0)));
            assertThat(scheduler.load().activeSlots()).isZero();
        }
    }

    private static void assertScored(GenerationEvent event, int[] prompt) {
        List<TokenLogprob> tokens = ((PromptRead) event).tokens();
        assertThat(tokens).hasSize(prompt.length);
        assertThat(tokens.getFirst().logprob()).isNaN();
        for (int i = 1; i < prompt.length; i++) {
            int likeliest = FakeDecoder.next(prompt, i);
            assertThat(tokens.get(i).top().getFirst().token()).isEqualTo(likeliest);
            assertThat(tokens.get(i).logprob() > -1).isEqualTo(likeliest == prompt[i]);
        }
    }

    private static GenerationRequest scored(int[] prompt, int maxTokens) {
        return new GenerationRequest(
                new Prompt.Tokens(prompt),
                Sampling.GREEDY,
                OptionalInt.of(maxTokens),
                List.of(),
                true,
                OptionalInt.empty(),
                OptionalInt.of(1),
                Optional.empty());
    }

    @Test
    void failAllEndsEverySequenceOnce() throws InterruptedException {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sequences.add(submit(prompt(i, 10), 50));
        }
        for (int i = 0; i < 5; i++) {
            scheduler.turn();
        }
        scheduler.failAll(new InferenceException.Unavailable("closing"));
        for (Sequence sequence : sequences) {
            assertThat(failure(sequence)).isInstanceOf(InferenceException.Unavailable.class);
        }
        assertThat(stage.ended).isEqualTo(7);
    }

    private Sequence submit(int[] prompt, int maxTokens) {
        return stage.submit(prompt, maxTokens);
    }

    private Sequence submit(int[] prompt, GenerationRequest request, List<Integer> eosTokens) {
        return stage.submit(Tenant.EVERYONE, prompt, request, eosTokens);
    }

    private void runUntilIdle() {
        stage.runUntilIdle();
    }
}
