package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Whole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A load test's result as one HTML file that needs no network: charts, data and script are in it.
public final class HtmlReport {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)}");
    private static final JsonMapper JSON = new JsonMapper();

    private HtmlReport() {}

    /// Writes it, whole or not at all.
    ///
    /// @throws dev.passerelle.loadtests.result.ResultException if it can't be written
    public static void write(Result result, Path file) {
        byte[] page = html(result).getBytes(StandardCharsets.UTF_8);
        Whole.write(file, out -> out.write(page));
    }

    /// The page; the same for the same result.
    static String html(Result result) {
        Map<String, List<Chart>> sections = sections(result);
        Page page = new Page(result);
        String library = resource("echarts.common.min.js");
        String look = resource("look.js");
        String script = resource("report.js");
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", Markup.text(Setting.title(result)));
        parts.put("hashes", hash(library) + " " + hash(look) + " " + hash(script));
        parts.put("style", resource("report.css"));
        parts.put("header", page.header());
        parts.put("verdict", page.verdict());
        parts.put("tiles", page.tiles());
        parts.put("charts", charts(sections));
        parts.put("tables", page.tables());
        parts.put("scenario", page.scenario());
        parts.put("definitions", Tables.definitions().html());
        parts.put("tool", Markup.text(result.tool()));
        parts.put("data", data(sections));
        parts.put("library", library);
        parts.put("look", look);
        parts.put("script", script);
        return filled(resource("report.html"), parts);
    }

    private static Map<String, List<Chart>> sections(Result result) {
        Map<String, List<Chart>> sections = new LinkedHashMap<>();
        sections.put("Capacity", SweepCharts.of(result));
        List<Chart> latency = new ArrayList<>(LatencyCharts.of(result));
        if (result.summary().requests().succeeded() > 0) {
            latency.addAll(SplitChart.of(result));
            latency.addAll(PromptChart.of(result));
        }
        sections.put("Latency", latency);
        sections.put("Over time", TimeCharts.of(result));
        sections.put("Requests under way", RunningCharts.of(result));
        sections.put("The server about itself", ServerCharts.of(result));
        sections.put("The generator about itself", GeneratorCharts.of(result));
        return sections;
    }

    private static String charts(Map<String, List<Chart>> sections) {
        StringBuilder out = new StringBuilder();
        sections.forEach(
                (heading, charts) -> out.append(Page.charts(heading, Chart.paired(charts))));
        return out.toString();
    }

    private static String data(Map<String, List<Chart>> sections) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        for (List<Chart> charts : sections.values()) {
            for (Chart chart : charts) {
                Plot plot = chart.plot();
                if (plot != null) {
                    plots.put(chart.id(), plot);
                }
            }
        }
        return Markup.json(JSON.writeValueAsString(plots));
    }

    private static String filled(String template, Map<String, String> parts) {
        Matcher place = PLACE.matcher(template);
        return place.replaceAll(
                found -> Matcher.quoteReplacement(parts.getOrDefault(found.group(1), "")));
    }

    /// What the page's policy allows by, and nothing else.
    private static String hash(String script) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the program is incomplete: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
