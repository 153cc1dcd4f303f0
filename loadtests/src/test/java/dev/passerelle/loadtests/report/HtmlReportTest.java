package dev.passerelle.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.result.Spread;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTest {
    private static final Pattern SCRIPT = Pattern.compile("(?s)(<script[^>]*>).*?</script>");
    private static final Pattern DATA = Pattern.compile("(?s)id=\"data\">(.*?)</script>");

    @Test
    void isWellFormedAndTakesNothingFromElsewhere() throws Exception {
        String page = HtmlReport.html(Results.mixed());
        Document document = parsed(page);

        assertThat(document.getElementsByTagName("link").getLength()).isZero();
        assertThat(bare(page)).doesNotContainPattern("(src|href|action)=|@import|url\\(");
        assertThat(bare(page)).contains("default-src 'none'").doesNotContain("script-src 'unsafe");
        assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(15);
    }

    @Test
    void isTheSameForTheSameResult() {
        assertThat(HtmlReport.html(Results.sweep())).isEqualTo(HtmlReport.html(Results.sweep()));
    }

    @Test
    void namesCanNotBecomeMarkupOrScript() throws Exception {
        String name = "</script><script>alert('x')</script> & \"co\"";
        String page = HtmlReport.html(Variants.named(name));

        assertThat(page.contains("<script>alert")).isFalse();
        assertThat(parsed(page).getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo(name);
        assertThat(Markup.json("{\"a\":\"</script>\"}")).doesNotContain("<");
    }

    @Test
    void curvesPassThroughThePercentiles() {
        var result = Results.mixed();
        JsonNode cdf = data(HtmlReport.html(result)).get("cdf");
        JsonNode ttft = cdf.get("series").get(0);

        assertThat(ttft.get("name").asString()).isEqualTo("TTFT");
        double[] median = {0};
        ttft.get("points")
                .forEach(point -> {
                    if (point.get(1).asDouble() == 50) {
                        median[0] = point.get(0).asDouble();
                    }
                });
        assertThat(median[0])
                .isEqualTo(
                        Curve.brief(
                                result.summary()
                                        .spreads()
                                        .getOrDefault("ttft", Spread.EMPTY)
                                        .p50()));
    }

    @Test
    void objectivesAreLinesInCharts() {
        JsonNode plots = data(HtmlReport.html(Variants.withObjectives()));

        assertThat(plots.get("time-ttft").get("marks").get(0).get("at").asDouble()).isEqualTo(500);
        assertThat(plots.get("time-itl").get("marks").get(0).get("label").asString())
                .isEqualTo("SLO 50 ms");
        assertThat(plots.get("time-e2e").get("marks").get(0).get("label").asString())
                .isEqualTo("warm-up");
        assertThat(plots.get("time-good").get("series").get(0).get("name").asString())
                .isEqualTo("met all objectives");
    }

    @Test
    void aSweepHasItsCurveAndItsSteps() {
        String page = HtmlReport.html(Results.sweep());

        assertThat(data(page).get("sweep").get("marks").get(1).get("label").asString())
                .isEqualTo("sustained 10/s");
        assertThat(page).contains("Sustains 10 requests/s; latency bends at 8/s").contains("16/s");
    }

    @Test
    void whatIsNotKnownIsLeftOutWithAReason() throws Exception {
        String page = HtmlReport.html(Variants.empty());

        assertThat(parsed(page).getElementsByTagName("figure").getLength()).isZero();
        assertThat(page)
                .contains("<b>Distribution of latencies</b>: No request was answered.")
                .contains("<b>The server&#39;s own metrics</b>: They were not read.");
    }

    @Test
    void aBusyClientIsABanner() {
        assertThat(HtmlReport.html(Variants.slowedByItsClient("lag p99 40 ms")))
                .contains(
                        "<p role=\"alert\" class=\"banner bad\">The client was the bottleneck:"
                                + " lag p99 40 ms</p>");
    }

    @Test
    void allMeasuresAreExplained() {
        String page = HtmlReport.html(Results.mixed());

        for (Measure measure : Measure.values()) {
            assertThat(page).contains(Markup.text(measure.meaning()));
        }
    }

    @Test
    void isWrittenWhole(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new").resolve("report.html");
        HtmlReport.write(Results.mixed(), file);

        assertThat(Files.readString(file)).endsWith("</html>\n");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private static JsonNode data(String page) {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return new JsonMapper().readTree(data.group(1));
    }

    private static String bare(String page) {
        return SCRIPT.matcher(page).replaceAll("$1</script>");
    }

    /// The page as XML, scripts aside.
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(bare(page))));
    }
}
