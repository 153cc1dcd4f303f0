package dev.passerelle.loadtests.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioErrorsTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    name: [a]                          | scenario.yaml:1: name takes one value, text
                    arival: { rate: 1 }                | arival.rate is not a key; the nearest is arrivals.rate
                    target: { uri: x }                 | target.uri is not a key; the nearest is target.url
                    target: { url: x }                 | target.url can't be used; allowed: an address such as
                    target: { url: "http://u:secret@h/v1" } | target.url can't be used
                    target: { keys: ["a b"] }          | target.keys can't be used
                    target: { keys: "${NOT_THERE}" }   | the environment has no variable NOT_THERE
                    target: { headers: { Authorization: x } } | target.headers can't be used
                    target: { key-file: nowhere }      | which can't be read
                    target: { keys: a, key-file: b }   | can't go together: keys are given in one way
                    target: { timeout: 25h }           | is '25h'; allowed: a duration such as
                    target: { timeout: 0s }            | more than 0
                    arrivals: { rate: 60000 }          | is '60000'; allowed: a number from 0.001 to 50000
                    arrivals: { kind: poisson, users: 3 } | scenario.yaml:1) can't go together: arrivals.kind is of arrivals poisson
                    arrivals: { kind: users }          | arrivals.users is missing
                    arrivals: { kind: ramp, from: 1 }  | arrivals.to is missing
                    arrivals: { kind: trace, file: no.csv } | which is no file that can be read
                    arrivals: { kind: sweep, from: 9, to: 3 } | a sweep rises
                    arrivals: { users: 5000 }          | is 5000, more than in-flight, 4096
                    traffic: [{ turns: { count: uniform(1, 4) } }] | needs quotes
                    traffic: [{ prompt-tokens: "nomral(1, 2)" }] | there is no distribution nomral
                    traffic: [{ prompt-tokens: 2000000 }] | is more than 1000000
                    traffic: [{ prefix: { share: 0.5 } }] | is given without prefix.tokens
                    traffic: [{ endpoint: embeddings, stream: true }] | embeddings are not streamed
                    traffic: [{ endpoint: completions, turns: { count: 2 } }] | only chat has turns
                    traffic: [{ name: a }, { name: a }] | is 'a', as another is
                    traffic: [{ extra: { model: x } }] | the load test writes model itself
                    duration: 1s\\nwarm-up: 1s         | must be shorter than duration
                    leaving: { share: 0.1 }            | leaving.after is missing
                    leaving: { after: 2s }             | leaving.share is missing
                    name: &x a\\nseed: *x             | anchors
                    '- a'                              | the file must hold keys
                    """)
    void aWrongFileIsRefused(String text, String message) throws IOException {
        Path file = directory.resolve("scenario.yaml");
        Files.writeString(file, text.replace("\\n", "\n").replaceAll("^'|'$", ""));

        assertThatThrownBy(() -> new ScenarioReader(Map.of()).read(file, Map.of()))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --rate 2 --users 3            | --rate and --users can't go together
                    --sweep '' --trace x.csv      | --sweep and --trace can't go together
                    --ramp 1..2 --bursts rate=1   | --ramp and --bursts can't go together: both set
                    --rate 2 --bursts rate=1      | --rate and --bursts can't go together: both set
                    --key a --key-file b          | --key and --key-file can't go together
                    --key a --key-env PATH        | --key and --key-env can't go together
                    --metrics http://a/ --no-metrics '' | --metrics and --no-metrics can't go together
                    --think 1s --rate 2           | --rate and --think can't go together
                    --rate x                      | --rate: arrivals.rate is 'x'; allowed: a number from
                    --rate 0                      | --rate: arrivals.rate is '0'
                    --ramp 3                      | --ramp is '3'; allowed: the first rate, two dots
                    --leave 0.1                   | --leave is '0.1'; allowed: a share, @
                    --slo tfft=1s                 | --slo is 'tfft=1s'; allowed: any of ttft=...,itl=...,e2e=...
                    --slo ttft=1                  | --slo: slo.ttft is '1'; allowed: a duration
                    --steps 5:10s                 | --steps: arrivals.steps is '5:10s'
                    --key-env sk-123              | takes the name of a variable, not a key
                    --key-env NOT_THERE           | --key-env: target.keys: the environment has no variable
                    --extra {                     | --extra: traffic[0].extra is '{'
                    --requests 0                  | --requests: requests is '0'; allowed: a whole number from 1
                    """)
    void aWrongFlagIsRefused(String flags, String message) {
        String[] words = flags.split(" ");
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            given.put(words[i], List.of(words[i + 1].replace("''", "")));
        }

        assertThatThrownBy(() -> new ScenarioReader(Map.of("PATH", "x")).read(null, given))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileAndAFlagGivenTwiceAreRefused() {
        var reader = new ScenarioReader(Map.of());

        assertThatThrownBy(() -> reader.read(directory.resolve("complare"), Map.of()))
                .hasMessageEndingWith("complare: there is no such scenario file, nor a command");
        assertThatThrownBy(() -> reader.read(null, Map.of("--rate", List.of("1", "2"))))
                .hasMessage("--rate is given more than once");
    }

    @Test
    void keysAreNeverShown() {
        var scenario =
                new ScenarioReader(Map.of())
                        .read(
                                null,
                                Map.of(
                                        "--key",
                                        List.of("secret"),
                                        "--header",
                                        List.of("a: secret")));

        assertThat(scenario.toString()).doesNotContain("secret");
    }
}
