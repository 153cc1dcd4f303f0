package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.check.ReferenceCheck.Report;
import dev.passerelle.runtime.importer.ImportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

    @TempDir Path directory;
    private final List<Object> compared = new ArrayList<>();

    @BeforeEach
    void oneModelOfTwo() throws IOException {
        Path model = Files.createDirectories(directory.resolve("bundled/Chat"));
        Files.writeString(model.resolve("w.gguf"), "abc");
        Files.writeString(
                model.resolve("SHA256SUMS"),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  w.gguf\n");
        Files.writeString(
                directory.resolve("passerelle.yaml"),
                "models: [{ source: 'bundled:Chat', id: my-chat }, { source: 'file:none' }]");
    }

    @Test
    void listsConfiguredModelsAndWhatIsWrongWithThem() {
        var run = CommandLineRun.in(directory, "models", "list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("ID +SOURCE +COMMIT +FILES +SIZE +VERIFIED +STATE +DIRECTORY\n")
                .containsPattern(
                        "my-chat +bundled:Chat +- +1 +3 B +no +complete +\\S+/bundled/Chat\n")
                .containsPattern("none +file:\\S+none .* failed .*no such file");
    }

    @Test
    void listsAsJson() {
        var run = CommandLineRun.in(directory, "models", "list", "--json");

        assertThat(run.out())
                .startsWith(
                        "[{\"id\":\"my-chat\",\"source\":\"bundled:Chat\",\"state\":\"complete\",\"revision\":\"")
                .contains("\"file_count\":1,\"size\":3,\"verified\":false,\"directory\":\"")
                .contains("\"revision\":\"sha256:")
                .contains("\"problem\":\"");
    }

    @Test
    void showsAndVerifiesOne() throws IOException {
        assertThat(CommandLineRun.in(directory, "models", "show", "my-chat", "--verify").exitCode())
                .isZero();

        Files.writeString(directory.resolve("bundled/Chat/w.gguf"), "abd");
        var run = CommandLineRun.in(directory, "models", "show", "my-chat", "--verify");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).startsWith("damaged: w.gguf: is sha256:");
    }

    @Test
    void namesTheModelsThatThereAre() {
        var run = CommandLineRun.in(directory, "models", "show", "other");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "passerelle: there is no model 'other'; there are my-chat, none");
    }

    @Test
    void checksByIdByBundledNameAndByPath() {
        Path model = directory.resolve("bundled/Chat");

        for (String name :
                List.of("my-chat", "chat", "bundled:chat", "bundled/Chat", model.toString())) {
            assertThat(check(0.1, name).exitCode()).isZero();
        }

        assertThat(compared)
                .hasSize(5)
                .containsOnly(
                        List.of(
                                model,
                                new ImportSettings(
                                        Precision.AS_STORED, ImportSettings.Activations.INT8),
                                directory.resolve("home/imports")));
    }

    @Test
    void printsOneLineOfJsonAndMeasuresItByTheLimit() {
        assertThat(check(0.25, "my-chat", "--max-mean", "0.25"))
                .isEqualTo(
                        new CommandLineRun(
                                0,
                                "{\"top1\":1.0,\"mean_abs_logprob\":0.25,\"max_abs_logprob\":0.5,\"positions\":8}\n",
                                ""));
        assertThat(check(0.25, "my-chat", "--max-mean", "0.2").exitCode()).isOne();
        assertThat(check(Double.NaN, "my-chat", "--max-mean", "0.2").exitCode()).isOne();
    }

    @Test
    void passesPrecisionAndActivationsOn() {
        check(0, "my-chat", "--precision", "fp32", "--activations", "fp32");

        assertThat(compared)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(new ImportSettings(Precision.FP32, ImportSettings.Activations.FP32));
    }

    private CommandLineRun check(double mean, String... arguments) {
        List<String> words = new ArrayList<>(List.of("models", "check", "--reference", "r.json"));
        words.addAll(List.of(arguments));
        return CommandLineRun.in(
                directory,
                CommandLineRun.NO_GATEWAY,
                (checkpoint, reference, settings, cache) -> {
                    compared.add(List.of(checkpoint, settings, cache));
                    return new Report(1, mean, 0.5, 8);
                },
                words.toArray(String[]::new));
    }
}
