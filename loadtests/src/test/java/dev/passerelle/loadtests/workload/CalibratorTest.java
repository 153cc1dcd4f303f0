package dev.passerelle.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Traffic.IgnoreEos;
import dev.passerelle.loadtests.plan.Traffic.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibratorTest {
    private final Mix mix = new Mix();
    private final Tokenizer server = new Tokenizer();

    private Calibrations calibrate() {
        return new Calibrator(mix.scenario(), server).calibrate();
    }

    private Calibration chat() {
        return chat(calibrate());
    }

    private static Calibration chat(Calibrations found) {
        return Objects.requireNonNull(found.byKind().get("chat"));
    }

    @Test
    void findsTemplateAndTokensOfAWord() {
        mix.prompt = "1000";
        mix.prefix = new Prefix(0.5, 50, 2);
        mix.turns = "3";
        var found = calibrate();
        var chat = chat(found);
        assertThat(chat.tokensPerWord()).isCloseTo(1.2, within(0.03));
        assertThat(chat.overheadTokens())
                .isCloseTo(Tokenizer.WHOLE + Tokenizer.MESSAGE, within(2.5));
        assertThat(chat.systemTokens()).isCloseTo(Tokenizer.MESSAGE, within(4.0));
        assertThat(chat.turnTokens()).isCloseTo(2 * Tokenizer.MESSAGE, within(5.0));
        assertThat(found.notes().getFirst())
                .matches("prompts of chat: 1\\.\\d\\d tokens a word and \\d+ of the template, .*");
        assertThat(server.bodies).hasSize(8);
    }

    @Test
    void asksForOneTokenWholeWithOtherWordsEachTime() {
        mix.extra.put("temperature", 0);
        mix.extra.put("max_completion_tokens", 500);
        calibrate();
        assertThat(server.bodies)
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allSatisfy(body -> {
                    assertThat(body.has("stream")).isFalse();
                    assertThat(body.has("max_tokens")).isFalse();
                    assertThat(body.get("max_completion_tokens").asInt()).isEqualTo(1);
                    assertThat(body.get("temperature").asInt()).isZero();
                });
        var first = List.copyOf(server.bodies);
        calibrate();
        assertThat(server.bodies.subList(4, 8)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"AUTO, false, true", "AUTO, true, false", "ON, false, true", "OFF, true, false"})
    void ignoreEosIsSentWhereItIsTaken(IgnoreEos wanted, boolean refused, boolean sent) {
        mix.ignoreEos = wanted;
        server.refusesIgnoreEos = refused;
        var found = calibrate();
        assertThat(chat(found).ignoreEos()).isEqualTo(sent);
        assertThat(String.join("\n", found.notes()).contains("ignore_eos is refused"))
                .isEqualTo(wanted == IgnoreEos.AUTO && refused);
        assertThat(server.bodies.getLast().has("ignore_eos")).isEqualTo(sent);
    }

    @Test
    void embeddingsAreNeverToldOfIgnoreEos() {
        mix.endpoint = Endpoint.EMBEDDINGS;
        mix.ignoreEos = IgnoreEos.ON;
        assertThat(chat().ignoreEos()).isFalse();
        assertThat(server.bodies).allMatch(body -> body.has("input") && !body.has("ignore_eos"));
    }

    @Test
    void withoutUsageAWordIsAToken() {
        server.usage = false;
        var found = calibrate();
        assertThat(chat(found)).isEqualTo(Calibration.unknown(false));
        assertThat(found.notes().getFirst()).contains("does not tell the tokens of prompts");
    }

    @Test
    void kindsThatDifferOnlyInLengthsAreAskedOnce() {
        var other = new Mix();
        other.name = "long";
        other.prompt = "8000";
        var scenario = mix.scenario(1, mix.scenario().leaving(), other.traffic());
        var found = new Calibrator(scenario, server).calibrate();
        assertThat(server.bodies).hasSize(4);
        assertThat(found.byKind().keySet()).containsExactlyInAnyOrder("chat", "long");
        assertThat(found.notes().getFirst()).startsWith("prompts of chat, long: ");
    }

    @Test
    void tellsOfPromptsShorterThanTheTemplate() {
        mix.prompt = "10";
        assertThat(calibrate().notes().getLast()).contains("longer than asked");
    }

    @ParameterizedTest
    @CsvSource({"401, check the key", "404, check the model's name", "400, extra fields"})
    void tellsWhatTheServerRefused(int status, String advice) {
        server.status = status;
        mix.ignoreEos = IgnoreEos.ON;
        assertThatThrownBy(this::calibrate)
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("http " + status + " nope")
                .hasMessageContaining(advice)
                .hasMessageContaining("/chat/completions of http://127.0.0.1:1/v1 (model m)");
    }

    /// Asked and counted tokens of many prompts, single turns and prefixes, every endpoint.
    @ParameterizedTest
    @CsvSource({
        "CHAT, 0, 1",
        "CHAT, 0.5, 1",
        "CHAT, 0, 3",
        "CHAT, 0.5, 3",
        "COMPLETIONS, 0.5, 1",
        "EMBEDDINGS, 0.5, 2"
    })
    void promptsHaveTheTokensAskedFor(Endpoint endpoint, double share, String turns) {
        mix.endpoint = endpoint;
        mix.prompt = "uniform(300, 900)";
        mix.prefix = new Prefix(share, 120, 3);
        mix.turns = turns;
        var workload = new SyntheticWorkload(mix.scenario(), calibrate().byKind());
        double asked = 0;
        double counted = 0;
        for (int n = 0; n < 200; n++) {
            var conversation = workload.conversation(n, null);
            var answers = new ArrayList<String>();
            for (int turn = 0; turn < conversation.turns(); turn++) {
                var ask = conversation.ask(turn, answers);
                asked += ask.promptTokens();
                counted += Tokenizer.count(ask);
                answers.add(Words.text(Seeds.random(n, 0, turn), (int) (20 / 1.2)));
            }
        }
        assertThat(counted / asked).isCloseTo(1, within(0.03));
    }
}
