package dev.passerelle.loadtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsCommandTest {
    private static final String PAGE =
            """
            # Figures

            <!-- loadtest:steady -->
            old
            <!-- /loadtest -->

            The end.
            """;

    @TempDir Path directory;

    private final Shell shell = new Shell();

    @Test
    void fillsAPageFromTheFolderOfItsName() throws IOException {
        Path page = Files.writeString(directory.resolve("figures.md"), PAGE);
        ResultFile.write(Results.mixed(), directory.resolve("figures").resolve("steady.json"));

        assertThat(shell.run("docs", "--into", page.toString())).isZero();
        assertThat(page)
                .content()
                .startsWith("# Figures\n\n<!-- loadtest:steady -->\n")
                .endsWith("<!-- /loadtest -->\n\nThe end.\n")
                .contains("|", "p99")
                .doesNotContain("old");
    }

    @Test
    void fillsItFromAnotherFolderAndTwiceTheSame() throws IOException {
        Path page = Files.writeString(directory.resolve("figures.md"), PAGE);
        Path folder = directory.resolve("elsewhere");
        ResultFile.write(Results.mixed(), folder.resolve("steady.json"));
        String[] command = {"docs", "--into", page.toString(), "--from", folder.toString()};

        assertThat(shell.run(command)).isZero();
        String first = Files.readString(page);
        assertThat(shell.run(command)).isZero();
        assertThat(page).hasContent(first);
    }

    @Test
    void saysWhatIsMissingAndLeavesThePageAlone() throws IOException {
        Path page = Files.writeString(directory.resolve("figures.md"), PAGE);

        assertThat(shell.run("docs", "--into", page.toString())).isEqualTo(1);
        assertThat(shell.err.toString())
                .contains("there is no folder of results " + directory.resolve("figures"));

        ResultFile.write(Results.mixed(), directory.resolve("figures").resolve("other.json"));
        assertThat(shell.run("docs", "--into", page.toString())).isEqualTo(1);
        assertThat(shell.err.toString()).contains("`steady`").contains("[other]");
        assertThat(page).hasContent(PAGE);
    }

    @Test
    void aPageMustBeNamedAndBeThere() {
        assertThat(shell.run("docs")).isEqualTo(2);
        assertThat(shell.err.toString()).contains("--into");
        String page = directory.resolve("none.md").toString();
        assertThat(shell.run("docs", "--into", page, "--from", directory.toString())).isEqualTo(1);
        assertThat(shell.err.toString()).contains("there is no document " + page);
    }
}
