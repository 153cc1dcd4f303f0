package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Result;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The parts of the page that need no script.
final class Page {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.UK)
                    .withZone(ZoneOffset.UTC);
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Result result;
    private final Verdict verdict;

    Page(Result result) {
        this.result = result;
        verdict = Verdict.of(result);
    }

    String header() {
        Map<String, String> facts = new LinkedHashMap<>();
        Setting setting = Setting.of(result.scenario());
        facts.put("Target", setting.target());
        facts.put(
                setting.models().size() > 1 ? "Models" : "Model",
                String.join(", ", setting.models()));
        facts.put("Started", WHEN.format(result.started()));
        facts.put("Measured", measured());
        facts.put("Generator", machine());
        String list =
                facts.entrySet().stream()
                        .filter(fact -> !fact.getValue().isEmpty())
                        .map(fact ->
                                "<div><dt>%s</dt><dd>%s</dd></div>"
                                        .formatted(fact.getKey(), Markup.text(fact.getValue())))
                        .collect(Collectors.joining());
        return "<h1>%s</h1><dl class=\"facts\">%s</dl>"
                .formatted(Markup.text(Setting.title(result)), list);
    }

    String verdict() {
        StringBuilder out = new StringBuilder();
        boolean serious = !result.generator().bottleneck().isEmpty();
        for (String warning : verdict.warnings()) {
            out.append("<p role=\"alert\" class=\"banner%s\">".formatted(serious ? " bad" : ""))
                    .append(Markup.text(warning))
                    .append("</p>");
            serious = false;
        }
        out.append("<p class=\"verdict\">").append(Markup.text(verdict.line())).append("</p>");
        List<String> notes = verdict.notes();
        if (!notes.isEmpty()) {
            out.append("<ul class=\"notes\">");
            notes.forEach(note -> out.append("<li>" + Markup.text(note) + "</li>"));
            out.append("</ul>");
        }
        return out.toString();
    }

    String tiles() {
        return Tiles.of(result.summary(), Objectives.of(result.scenario())).stream()
                .map(tile ->
                        """
                        <div class="tile %s"><p class="name">%s</p><p class="big">%s</p><p>%s</p></div>\
                        """
                                .formatted(
                                        tile.of(),
                                        tile.name(),
                                        Markup.text(tile.value()),
                                        Markup.text(tile.note())))
                .collect(Collectors.joining("\n"));
    }

    static String charts(String heading, List<Chart> charts) {
        if (charts.isEmpty()) {
            return "";
        }
        List<String> missing = new ArrayList<>();
        StringBuilder out =
                new StringBuilder("<section><h2>" + heading + "</h2><div class=\"grid\">");
        for (Chart chart : charts) {
            if (chart.plot() == null) {
                missing.add(
                        "<b>%s</b>: %s"
                                .formatted(Markup.text(chart.title()), Markup.text(chart.note())));
            } else {
                out.append(figure(chart));
            }
        }
        out.append("</div>");
        missing.forEach(one -> out.append("<p class=\"missing\">").append(one).append("</p>"));
        return out.append("</section>").toString();
    }

    String tables() {
        return Tables.of(result).stream().map(Table::html).collect(Collectors.joining("\n"));
    }

    String scenario() {
        String text = YAML.writeValueAsString(result.scenario());
        return "<pre>" + Markup.text(text.replaceFirst("^---\\s*", "")) + "</pre>";
    }

    private static String figure(Chart chart) {
        Table table = chart.table();
        String numbers =
                table == null
                        ? ""
                        : "<details><summary>In numbers</summary>" + table.html() + "</details>";
        return """
        <figure class="%s" data-chart="%s"><figcaption><h3>%s</h3><p>%s</p></figcaption>\
        <div class="chart" role="img" aria-label="%s"></div>%s</figure>
        """
                .formatted(
                        chart.wide() ? "wide" : "",
                        chart.id(),
                        Markup.text(chart.title()),
                        Markup.text(chart.note()),
                        Markup.text(chart.title() + ". " + chart.note()),
                        numbers);
    }

    private String measured() {
        if (!result.sweep().isEmpty()) {
            return "%s rates one after the other, %s"
                    .formatted(Figures.count(result.sweep().size()), ended());
        }
        long warmUp = result.summary().requests().warmUp();
        String before =
                warmUp == 0
                        ? ""
                        : ", after %s requests of warm-up".formatted(Figures.count(warmUp));
        return Figures.seconds(result.summary().seconds()) + before + ", " + ended();
    }

    private String ended() {
        return switch (result.ended()) {
            case "duration" -> "to the planned end";
            case "requests" -> "until all requests were sent";
            case "trace" -> "until the trace ended";
            case "interrupted" -> "interrupted";
            case "sweep" -> "until the capacity was found";
            default -> "ended by " + result.ended();
        };
    }

    private String machine() {
        int processors = result.machine().processors();
        return "%s, %d processor%s, %s, Java %s"
                .formatted(
                        result.machine().os(),
                        processors,
                        processors == 1 ? "" : "s",
                        Figures.bytes((double) result.machine().memoryBytes()),
                        result.machine().java());
    }
}
