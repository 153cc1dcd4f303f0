package dev.passerelle.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Results;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report as a browser shows it.
class BrowserTest {
    private static final int SECONDS = 60;

    @TempDir Path folder;

    @Test
    void drawsEveryChartOfALoadTest() throws Exception {
        String page = shown(Variants.withObjectives());

        assertNoError(page);
        assertThat(page.split("<figure", -1)).hasSize(16);
        assertThat(page.split("<svg", -1)).hasSize(16);
        assertThat(chart(page, "cdf")).contains(">TTFT<", ">E2E<", ">SLO TTFT<", "latency");
        assertThat(chart(page, "time-ttft")).contains(">p50<", ">p99<", ">SLO 500 ms<");
        assertThat(chart(page, "requests")).contains(">waiting<", ">generating<");
        assertThat(chart(page, "split")).contains(">queue<", ">prompt reading<", ">embed<");
    }

    @Test
    void drawsTheCurveOfASweep() throws Exception {
        String page = shown(Results.sweep());

        assertNoError(page);
        assertThat(chart(page, "sweep"))
                .contains(">knee 8/s<", ">sustained 10/s<", ">TTFT p99<", "answered per second");
    }

    private static void assertNoError(String page) {
        assertThat(page).contains("id=\"error\"").containsPattern("id=\"error\"[^>]* hidden");
    }

    /// What is drawn in one figure.
    private static String chart(String page, String id) {
        int start = page.indexOf("data-chart=\"" + id + '"');
        assertThat(start).as(id).isPositive();
        return page.substring(start, page.indexOf("</figure>", start));
    }

    private String shown(Result result) throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium here: set CHROMIUM to its path");
        Path file = folder.resolve("report.html");
        HtmlReport.write(result, file);
        Path dom = folder.resolve("dom.html");
        Process process =
                new ProcessBuilder(
                                browser.orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--virtual-time-budget=2000",
                                "--dump-dom",
                                file.toUri().toString())
                        .redirectOutput(dom.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return Files.readString(dom);
    }

    private static Optional<Path> browser() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Stream.of(path.split(File.pathSeparator, -1))
                                .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
