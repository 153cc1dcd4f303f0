package dev.passerelle.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.passerelle.loadtests.result.Results;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report as a browser shows it.
class BrowserTest {
    private static final int SECONDS = 60;

    /// Takes the drawn pages into its own, and presses every button that saves.
    private static final String SHELL =
            """
            <!DOCTYPE html><meta charset="utf-8"/>
            <iframe width="1200" height="900" src="run.html"></iframe>
            <iframe width="390" height="900" src="sweep.html"></iframe>
            <script>
            addEventListener('load', () => document.querySelectorAll('iframe').forEach(frame => {
              const page = frame.contentDocument;
              const shown = document.createElement('article');
              shown.innerHTML = page.body.innerHTML;
              shown.querySelectorAll('script').forEach(script => script.remove());
              const saved = document.createElement('p');
              frame.contentWindow.HTMLAnchorElement.prototype.click = function () {
                saved.textContent += this.download + ' ' + this.href.slice(0, 25) + ' '
                  + this.href.length + '; ';
                const svg = decodeURIComponent(this.href).split('charset=UTF-8,')[1];
                if (svg) {
                  const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
                  saved.textContent += read.querySelector('parsererror') ? 'broken; ' : 'whole; ';
                }
              };
              page.querySelectorAll('[data-chart=cdf] button').forEach(button => button.click());
              page.querySelectorAll('[data-chart=sweep] button').forEach(button => button.click());
              const wide = page.documentElement.scrollWidth > frame.clientWidth;
              const cut = [...page.querySelectorAll('.chart svg')].filter(svg =>
                svg.getBoundingClientRect().right > frame.clientWidth).length;
              saved.textContent += 'wide ' + wide + ', cut ' + cut;
              shown.append(saved);
              document.body.append(shown);
            }));
            </script>
            """;

    @TempDir static Path folder;
    private static String[] pages = {};

    @BeforeAll
    static void showBoth() throws Exception {
        HtmlReport.write(Variants.withObjectives(), folder.resolve("run.html"));
        HtmlReport.write(Results.sweep(), folder.resolve("sweep.html"));
        Files.writeString(folder.resolve("shell.html"), SHELL);
        pages = shown(folder.resolve("shell.html")).split("<article>", -1);
        assertThat(pages).hasSize(3);
    }

    @Test
    void drawsEveryChartOfALoadTest() {
        String page = pages[1];

        assertNoError(page);
        assertThat(page.split("<figure", -1)).hasSize(17);
        assertThat(page.split("<svg", -1)).hasSize(17);
        assertThat(chart(page, "cdf")).contains(">TTFT<", ">E2E<", ">SLO TTFT<", "latency");
        assertThat(chart(page, "time-ttft")).contains(">p50<", ">p99<", ">SLO 500 ms<");
        assertThat(chart(page, "requests")).contains(">waiting<", ">generating<");
        assertThat(chart(page, "split")).contains(">queue<", ">prompt reading<", ">embed<");
    }

    @Test
    void drawsTheCurveOfASweep() {
        String page = pages[2];

        assertNoError(page);
        assertThat(chart(page, "sweep"))
                .contains(">knee 8/s<", ">sustained 10/s<", ">TTFT p99<", "offered per second");
    }

    @Test
    void savesPictures() {
        assertThat(pages[1])
                .contains("cdf.png data:image/png;base64", "cdf.svg data:image/svg+xml");
        assertThat(pages[1]).containsPattern("cdf[.]png \\S+ [0-9]{5,}; ");
        assertThat(pages[1] + pages[2]).contains("; whole; ").doesNotContain("; broken; ");
        assertThat(pages[2]).containsPattern("sweep[.]svg \\S+ [0-9]{5,}; ");
    }

    @Test
    void fitsATelephone() {
        assertThat(pages[2]).contains("wide false, cut 0");
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

    private static String shown(Path file) throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium here: set CHROMIUM to its path");
        Path dom = folder.resolve("dom.html");
        Process process =
                new ProcessBuilder(
                                browser.orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--no-first-run",
                                "--disable-extensions",
                                "--allow-file-access-from-files",
                                "--virtual-time-budget=200",
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
