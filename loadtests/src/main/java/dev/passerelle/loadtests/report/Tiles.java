package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The key figures, big.
final class Tiles {
    /// @param of whether it is good, bad or neither: `good`, `bad` or empty
    record Tile(String name, String value, String note, String of) {}

    private Tiles() {}

    static List<Tile> of(Summary summary, Objectives objectives) {
        List<Tile> tiles = new ArrayList<>();
        Summary.Throughput throughput = summary.throughput();
        tiles.add(
                new Tile(
                        "Requests/s",
                        Figures.number(throughput.requests()),
                        Figures.count(summary.requests().succeeded()) + " answered",
                        ""));
        if (throughput.outputTokens() > 0) {
            tiles.add(
                    new Tile(
                            "Output tokens/s",
                            Figures.number(throughput.outputTokens()),
                            Figures.number(throughput.promptTokens()) + " prompt tokens/s",
                            ""));
        }
        for (String measure : List.of("ttft", "itl", "e2e")) {
            Spread spread = summary.spreads().getOrDefault(measure, Spread.EMPTY);
            if (spread.count() > 0) {
                tiles.add(latency(measure, spread, summary.goodput(), objectives));
            }
        }
        goodput(summary, objectives, tiles);
        tiles.add(failures(summary.requests()));
        return tiles;
    }

    private static Tile latency(
            String measure,
            Spread spread,
            Summary.@Nullable Goodput goodput,
            Objectives objectives) {
        Double limit = objectives.of(measure);
        Double within = goodput == null ? null : within(measure, goodput);
        return new Tile(
                Names.of(measure) + " p50 · p99",
                Figures.millis(spread.p50(), spread.p99()),
                limit == null || within == null
                        ? "most " + Figures.millis(spread.max())
                        : Figures.percent(within) + " ≤ " + Figures.millis(limit),
                within != null && within < objectives.share() ? "bad" : "");
    }

    private static @Nullable Double within(String measure, Summary.Goodput goodput) {
        return switch (measure) {
            case "ttft" -> goodput.ttft();
            case "itl" -> goodput.itl();
            default -> goodput.e2e();
        };
    }

    private static void goodput(Summary summary, Objectives objectives, List<Tile> tiles) {
        Summary.Goodput goodput = summary.goodput();
        if (goodput != null) {
            tiles.add(
                    new Tile(
                            "Goodput",
                            Figures.percent(goodput.share()),
                            Figures.perSecond(goodput.perSecond()) + " met them all",
                            goodput.share() >= objectives.share() ? "good" : "bad"));
        }
    }

    private static Tile failures(Summary.Requests requests) {
        long failed = requests.failed() + requests.notSent();
        List<String> notes = new ArrayList<>();
        note(notes, requests.left(), "left early");
        note(notes, requests.unfinished(), "unfinished");
        note(notes, requests.notSent(), "not sent");
        return new Tile(
                "Failures",
                Figures.count(failed),
                notes.isEmpty()
                        ? "of " + Figures.count(requests.sent()) + " requests"
                        : String.join(", ", notes),
                failed > 0 ? "bad" : "good");
    }

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add(Figures.count(count) + " " + what);
        }
    }
}
