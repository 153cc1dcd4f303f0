package dev.passerelle.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptersTest {

    private static final String TWO =
            """
            models:
              - id: tiny
                source: hf:org/tiny@main
                load: first-use
                aliases: [small]
                engine: { slots: 3 }
                limits: { requests-per-minute: 9 }
                adapters:
                  - { id: support, source: hf:acme/support@v1 }
                  - { id: legal, source: file:adapters/legal }
            """;

    @TempDir Path directory;

    @Test
    void eachIsAModelLikeItsBase() throws IOException {
        GatewayConfig config = load(TWO);
        assertThat(config.models())
                .extracting(ModelConfig::id)
                .containsExactly("tiny", "tiny:support", "tiny:legal");
        ModelConfig base = config.models().getFirst();
        ModelConfig legal = config.models().getLast();
        assertThat(legal.source())
                .isEqualTo(new ModelSource.Local(directory.resolve("adapters/legal")));
        assertThat(legal.base()).isEqualTo(new ModelConfig.Base("tiny", base.source()));
        assertThat(legal.engine()).isEqualTo(base.engine());
        assertThat(legal.load()).isEqualTo(ModelConfig.Load.FIRST_USE);
        assertThat(legal.limits()).isEqualTo(base.limits());
        assertThat(legal.aliases()).isEmpty();
        assertThat(legal.withoutRefresh()).isEqualTo(legal);
        assertThat(config.routes())
                .extracting(ModelRoute::base)
                .isEqualTo(Arrays.asList(null, "tiny", "tiny"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: legal | id: support | which models[0].adapters[0].id is already",
                "id: legal | id: 'a:b' | models[0].adapters[1].id is 'a:b'; allowed: letters",
                "file:adapters/legal | bundled:X | use file:PATH or hf:org/name@revision",
                "hf:acme/support@v1 | hf:acme/support:Q4 | use file:PATH or hf:org/name@revision",
                "'id: legal, ' | '' | models[0].adapters[1].id is missing",
                "', source: file:adapters/legal' | '' | models[0].adapters[1].source is missing",
                "source: hf:org/tiny@main | deployments: [{ base-url: http://127.0.0.1:1/v1 }] | has no source and doesn't run here",
            })
    void refusesWhatIsWrong(String from, String to, String message) {
        assertThat(TWO).contains(from);
        String text = TWO.replace(from, to);
        if (to.startsWith("deployments")) {
            text =
                    text.replace("    load: first-use\n", "")
                            .replace("    engine: { slots: 3 }\n", "");
        }
        String wrong = text;
        assertThatThrownBy(() -> load(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private GatewayConfig load(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("passerelle.yaml"), text);
        return new ConfigLoader(Map.of()).load(file, Map.of());
    }
}
