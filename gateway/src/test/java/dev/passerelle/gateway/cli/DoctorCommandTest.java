package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

    @TempDir Path directory;

    @Test
    void saysWhatIsHere() {
        var run = CommandLineRun.in(directory, "doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Java          " + Runtime.version())
                .containsPattern("(?m)^processors +" + Runtime.getRuntime().availableProcessors())
                .contains("ONNX Runtime  1.29.0, providers ")
                .containsPattern("(?m)^families +.*llama")
                .containsPattern("(?m)^devices +cpu")
                .containsPattern("(?m)^data +" + directory.resolve("home") + ", writable");
    }

    @Test
    void saysItInJson() {
        var run = CommandLineRun.in(directory, "doctor", "--json");

        assertThat(run.exitCode()).isZero();
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.at("/machine/memory").asLong()).isPositive();
        assertThat(json.at("/machine/processor/count").asInt()).isPositive();
        assertThat(json.at("/devices/onnx_runtime").asString()).isEqualTo("1.29.0");
        assertThat(json.at("/devices/gpus").isArray()).isTrue();
        assertThat(json.at("/abilities/devices/0").asString()).isEqualTo("cpu");
        assertThat(json.at("/folders/0/writable").asBoolean()).isTrue();
        assertThat(json.at("/problems").isEmpty()).isTrue();
    }

    @Test
    void aConfigurationThatIsRefusedIsAProblem() throws IOException {
        Files.writeString(directory.resolve("passerelle.yaml"), "server: { prot: 8080 }");

        var run = CommandLineRun.in(directory, "doctor");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsPattern("(?m)^problem: .*server\\.prot");
    }
}
