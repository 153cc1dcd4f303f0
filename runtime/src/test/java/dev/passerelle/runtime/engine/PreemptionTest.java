package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.Sampling;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Losing and regaining a slot on the bundled model.
@Timeout(120)
class PreemptionTest {

    private static final EngineOptions OPTIONS =
            new EngineOptions(3, 256, 8, Duration.ofMinutes(1), 16, 0, Precision.AS_STORED);
    private static final Tenant FLOOD = new Tenant("flood", "k", 1, 0);
    private static final Tenant SINGLE = new Tenant("single", "k", 1, 0);

    @TempDir private static Path imports;

    /// To the last bit of each log-probability, and of those of the alternatives.
    @Test
    void itSaysWhatItWouldHaveSaidOtherwise() throws InterruptedException {
        try (TextGenerator engine = open()) {
            GenerationRequest greedy = request("Tell me about rivers.", Sampling.GREEDY);
            GenerationRequest sampled =
                    request(
                            "Tell me about snow.",
                            new Sampling(0.9f, 0.95f, 0, 0, OptionalLong.of(3)));
            List<String> alone = run(engine, greedy);
            List<String> sampledAlone = run(engine, sampled);

            try (Generation first = start(engine, greedy, FLOOD);
                    Generation second = start(engine, sampled, FLOOD);
                    Generation third = start(engine, greedy, FLOOD)) {
                List<GenerationEvent> ofThird = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    ofThird.add(third.next());
                }
                List<String> single;
                try (Generation other = start(engine, sampled, SINGLE)) {
                    single = described(rest(other));
                }
                ofThird.addAll(rest(third));
                assertThat(rewinds(first) + rewinds(second) + rewinds(third)).isPositive();
                assertThat(single).isEqualTo(sampledAlone);
                assertThat(described(ofThird)).isEqualTo(alone);
                assertThat(described(rest(first))).isEqualTo(alone);
                assertThat(described(rest(second))).isEqualTo(sampledAlone);
            }
        }
    }

    private static TextGenerator open() {
        return (TextGenerator)
                new LocalRuntime(imports).load(BundledModel.SMOLLM2, OPTIONS, _ -> {});
    }

    private static GenerationRequest request(String text, Sampling sampling) {
        return new GenerationRequest(
                new Prompt.Chat(List.of(new ChatMessage(Role.USER, new PromptText(text)))),
                sampling,
                OptionalInt.of(24),
                List.of(),
                true,
                OptionalInt.of(3));
    }

    private static Generation start(
            TextGenerator engine, GenerationRequest request, Tenant tenant) {
        PreparedGeneration prepared = engine.prepare(request, tenant);
        return prepared.start(prepared.maxTokens());
    }

    private static int rewinds(Generation generation) {
        return ((Sequence) generation).progress().rewinds();
    }

    private static List<String> run(TextGenerator engine, GenerationRequest request)
            throws InterruptedException {
        try (Generation generation = engine.generate(request)) {
            return described(rest(generation));
        }
    }

    private static List<GenerationEvent> rest(Generation generation) throws InterruptedException {
        List<GenerationEvent> events = new ArrayList<>();
        do {
            events.add(generation.next());
        } while (events.getLast() instanceof Delta);
        return events;
    }

    private static List<String> described(List<GenerationEvent> events) {
        List<String> tokens = new ArrayList<>();
        for (GenerationEvent event : events) {
            switch (event) {
                case Delta delta -> {
                    tokens.add(delta.text());
                    delta.logprobs().forEach(each -> describe(each, tokens));
                }
                case Finished(var reason, var usage) ->
                        tokens.add(reason + " " + usage.completionTokens());
                default -> tokens.add(event.toString());
            }
        }
        return tokens;
    }

    private static void describe(TokenLogprob logprob, List<String> into) {
        into.add(logprob.token() + " " + Float.floatToRawIntBits(logprob.logprob()));
        logprob.top().forEach(each -> describe(each, into));
    }
}
