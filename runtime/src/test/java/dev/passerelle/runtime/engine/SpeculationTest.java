package dev.passerelle.runtime.engine;

import static dev.passerelle.runtime.engine.Letters.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PrefixCaching;
import dev.passerelle.runtime.Speculation;
import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeculationTest {

    private static final PrefixCaching NO_CACHE = new PrefixCaching(0, true);

    /// A model that looks back one token runs in a circle soon.
    private static Stage looping(Speculation speculation) {
        Stage stage = new Stage(4, 16, NO_CACHE, speculation);
        stage.decoder.memory = 1;
        return stage;
    }

    private static int runs(Stage stage) {
        return stage.decoder.prefills + stage.decoder.decodedRows.size();
    }

    private static List<List<GenerationEvent>> all(Stage stage, int sequences, int tokens)
            throws InterruptedException {
        List<Sequence> submitted = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            submitted.add(stage.submit(prompt(i, 5 + i), tokens));
        }
        List<List<GenerationEvent>> events = new ArrayList<>();
        submitted.forEach(_ -> events.add(new ArrayList<>()));
        boolean worked = true;
        while (worked) {
            worked = stage.scheduler.turn();
            for (int i = 0; i < sequences; i++) {
                List<GenerationEvent> read = Stage.events(submitted.get(i));
                events.get(i).addAll(read);
                worked |= !read.isEmpty();
            }
        }
        return events;
    }

    @Test
    void sayTheSameInFewerSteps() throws InterruptedException {
        Stage plain = looping(Speculation.NONE);
        Stage speculating = looping(new Speculation(7, 4));

        List<List<GenerationEvent>> expected = all(plain, 1, 200);
        List<List<GenerationEvent>> found = all(speculating, 1, 200);

        assertThat(Letters.text(found.getFirst())).isEqualTo(Letters.text(expected.getFirst()));
        assertThat(found.getFirst().getLast()).isEqualTo(expected.getFirst().getLast());
        assertThat(runs(speculating)).isLessThan(runs(plain) * 2 / 3);
    }

    @Test
    void severalRowsSayTheSame() throws InterruptedException {
        List<List<GenerationEvent>> expected = all(looping(Speculation.NONE), 9, 120);
        List<List<GenerationEvent>> found = all(looping(new Speculation(5, 4)), 9, 120);

        assertThat(found.stream().map(Letters::text).toList())
                .isEqualTo(expected.stream().map(Letters::text).toList());
    }

    @Test
    void wrongGuessesChangeNothing() throws InterruptedException {
        Stage stage = new Stage(2, 16, NO_CACHE, new Speculation(4, 2));
        // every pair of tokens occurs again, and never goes on as it did before
        int[] prompt = new int[60];
        Arrays.setAll(prompt, i -> i % 3);

        Sequence sequence = stage.submit(prompt, 60);
        stage.runUntilIdle();
        List<GenerationEvent> events = Stage.events(sequence);

        assertThat(Letters.text(events)).isEqualTo(Letters.expected(prompt, 60));
        assertThat(((Finished) events.getLast()).usage().completionTokens()).isEqualTo(60);
    }

    @Test
    void nothingIsGuessedWithMoreRowsThanAllowed() throws InterruptedException {
        Stage stage = looping(new Speculation(7, 1));

        all(stage, 4, 100);

        assertThat(stage.decoder.decodedRows).contains(4).contains(2);
    }

    @Test
    void cancelsAndLimitsHoldWithinAStep() throws InterruptedException {
        Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            Stage stage = looping(new Speculation(7, 4));
            int tokens = 1 + random.nextInt(60);
            Sequence kept = stage.submit(Tenant.EVERYONE, prompt(round, 12), tokens);
            Sequence left = stage.submit(prompt(round + 100, 12), 100);
            stage.turns(random.nextInt(20));
            left.cancel();
            stage.runUntilIdle();
            List<GenerationEvent> events = Stage.events(kept);
            assertThat(((Finished) events.getLast()).usage().completionTokens()).isEqualTo(tokens);
            assertThat(stage.scheduler.load().activeSlots()).isZero();
        }
    }
}
