package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.report.Plot.Axis;
import dev.passerelle.loadtests.report.Plot.Series;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time to first token by the length of the prompt.
final class PromptChart {
    private static final int BUCKETS = 10;
    private static final int LEAST = 20;
    private static final int MOST_DRAWN = 2_000;
    private static final String TITLE = "TTFT by prompt length";

    private PromptChart() {}

    static List<Chart> of(Result result) {
        List<Sample> samples =
                result.samples().stream()
                        .filter(sample -> sample.firstToken() >= 0 && sample.promptTokens() > 0)
                        .sorted(Comparator.comparingInt(Sample::promptTokens))
                        .toList();
        if (samples.size() < LEAST) {
            return List.of(Chart.leftOut(TITLE, "Fewer than " + LEAST + " samples have both."));
        }
        if (samples.getFirst().promptTokens() == samples.getLast().promptTokens()) {
            return List.of(Chart.leftOut(TITLE, "All prompts are equally long."));
        }
        List<double[]> medians = medians(samples);
        Plot plot =
                new Plot(
                        "scatter",
                        new Axis("prompt tokens", ""),
                        new Axis("TTFT", "ms", true),
                        List.of(
                                new Series("one request", "ttft", "", points(samples)),
                                new Series("median of a tenth", "ttft", "p99", medians)),
                        List.of());
        return List.of(
                Chart.drawn(
                        "prompt",
                        title(medians),
                        "Each dot is a sampled request; the line joins the medians of tenths of"
                                + " them, by length.",
                        plot));
    }

    private static String title(List<double[]> medians) {
        double[] first = medians.getFirst();
        double[] last = medians.getLast();
        return "TTFT %s at %s prompt tokens, %s at %s"
                .formatted(
                        Figures.millis(first[1]),
                        Figures.number(first[0]),
                        Figures.millis(last[1]),
                        Figures.number(last[0]));
    }

    private static List<double[]> medians(List<Sample> sorted) {
        List<double[]> medians = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            List<Sample> some =
                    sorted.subList(
                            bucket * sorted.size() / BUCKETS,
                            (bucket + 1) * sorted.size() / BUCKETS);
            double[] times = some.stream().mapToDouble(PromptChart::millis).sorted().toArray();
            medians.add(
                    new double[] {
                        some.get(some.size() / 2).promptTokens(),
                        Curve.brief(times[times.length / 2])
                    });
        }
        return medians;
    }

    private static List<double[]> points(List<Sample> sorted) {
        int each = Math.ceilDiv(sorted.size(), MOST_DRAWN);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i += each) {
            Sample sample = sorted.get(i);
            points.add(new double[] {sample.promptTokens(), Curve.brief(millis(sample))});
        }
        return points;
    }

    private static double millis(Sample sample) {
        return (sample.firstToken() - sample.intended()) * 1000;
    }
}
