package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {
    private static final String ROUTED =
            """
            models:
              - id: gpt
                aliases: [g]
                routing: { policy: least-outstanding, fallbacks: [small] }
                deployments:
                  - { base-url: "http://api.example.com/v1", name: main, region: fr-par, weight: 3, api-key: sk-secret-1 }
                  - { base-url: "https://new.example.com/v1", name: trial, canary: { percent: 5, keys: [k2, k1] }, headers: { x-token: sk-secret-2 } }
                  - { base-url: "https://copy.example.com/v1", name: copy, shadow: { percent: 12.5 } }
              - { id: small, source: "bundled:Chat", region: nl-ams }
            """;

    @TempDir private Path directory;

    @Test
    void showsWhereCallsGo() throws IOException {
        chat();
        var run = check(ROUTED);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        """
                        MODEL  DEPLOYMENT  KIND      REGION  WEIGHT  ROLE                POLICY             FALLBACKS
                        gpt    main        upstream  fr-par  3       -                   least-outstanding  small
                        gpt    trial       upstream  -       1       canary 5 %, 2 keys  least-outstanding  small
                        gpt    copy        upstream  -       1       shadow 12.5 %       least-outstanding  small
                        small  local       local     nl-ams  1       -                   weighted           -
                        warning: model gpt: the key of deployment main is sent readable, by http; use https
                        """);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsJsonWithoutSecrets() throws IOException {
        chat();
        var run = check(ROUTED, "--json");

        assertThat(run.out())
                .startsWith(
                        "{\"models\":[{\"id\":\"gpt\",\"aliases\":[\"g\"],\"policy\":\"least-outstanding\",\"fallbacks\":[\"small\"],\"deployments\":[")
                .contains(
                        "{\"name\":\"main\",\"kind\":\"upstream\",\"region\":\"fr-par\",\"weight\":3}",
                        "\"canary\":{\"percent\":5.0,\"keys\":[\"k1\",\"k2\"]}",
                        "\"shadow_percent\":12.5",
                        "{\"name\":\"local\",\"kind\":\"local\",\"region\":\"nl-ams\",\"weight\":1}",
                        "\"warnings\":[\"model gpt: the key of deployment main")
                .doesNotContain("sk-secret");
    }

    @Test
    void refusesWhatServeRefusesInTheSameWords() throws IOException {
        for (String wrong :
                new String[] {
                    "models: [ { id: gpt, deployments: [ { base-url: \"ftp://x\" } ] } ]",
                    "models: [ { id: gpt, deplyments: [] } ]",
                    "models: [ { source: 'file:none' } ]",
                    "server: { port: many }"
                }) {
            var run = check(wrong);
            assertThat(run.exitCode()).as(wrong).isOne();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("passerelle: ");
            if (!wrong.contains("file:")) { // that is found when serving begins
                assertThat(run.err()).isEqualTo(CommandLineRun.in(directory, "serve").err());
            }
        }
    }

    @Test
    void readsTheFileItIsGiven() throws IOException {
        Path other = Files.writeString(directory.resolve("other.yaml"), "server: { port: many }");
        assertThat(check("models: []", "--config", other.toString()).err()).contains("other.yaml");
    }

    private void chat() throws IOException {
        Files.createDirectories(directory.resolve("bundled/Chat"));
        Files.writeString(directory.resolve("bundled/Chat/w.gguf"), "abc");
    }

    private CommandLineRun check(String config, String... more) throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), config);
        String[] words = new String[more.length + 2];
        words[0] = "config";
        words[1] = "check";
        System.arraycopy(more, 0, words, 2, more.length);
        return CommandLineRun.in(directory, words);
    }
}
