package dev.passerelle.loadtests.terminal;

import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.report.Figures;
import dev.passerelle.loadtests.result.Spread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The lines of the live view. No line is longer than the terminal is wide, so that each takes one
/// row of it.
final class Frame {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int SPARKS = 30;
    private static final int WIDEST_BAR = 40;
    private static final int NARROW = 20;

    private final Ink ink;
    private final Deque<Double> rates = new ArrayDeque<>();
    private int most;

    Frame(Ink ink) {
        this.ink = ink;
    }

    List<String> of(Snapshot now, int width) {
        int room = Math.max(NARROW, width - 1);
        rates.addLast(now.requestsPerSecond());
        if (rates.size() > SPARKS) {
            rates.removeFirst();
        }
        most = Math.max(most, now.running());
        List<String> lines = new ArrayList<>();
        lines.add(progress(now, room));
        lines.add(cut(counts(now), room));
        lines.add(cut(rates(now, room), room));
        List<String> table = Columns.aligned(latencies(now));
        for (int i = 0; i < table.size(); i++) {
            String line = cut(table.get(i), room);
            lines.add(i == 0 ? ink.faint(line) : line);
        }
        return lines;
    }

    private String progress(Snapshot now, int room) {
        String note = now.note().isEmpty() ? "" : "  " + now.note();
        if (now.expected() <= 0) {
            return ink.strong(cut(Figures.seconds(now.elapsed()) + note, room));
        }
        double share = Math.min(1, now.elapsed() / now.expected());
        String text =
                "%3d %%  %s of %s%s"
                        .formatted(
                                Math.round(share * 100),
                                clock(now.elapsed()),
                                clock(now.expected()),
                                note);
        int bar = Math.min(WIDEST_BAR, room - text.length() - 1);
        if (bar < NARROW / 2) {
            return ink.strong(cut(text, room));
        }
        int full = (int) Math.round(share * bar);
        return ink.bar("━".repeat(full))
                + ink.faint("─".repeat(bar - full))
                + " "
                + ink.strong(text);
    }

    private String counts(Snapshot now) {
        String failed =
                now.failed() == 0 ? "" : ", %s failed".formatted(Figures.count(now.failed()));
        String left = now.left() == 0 ? "" : ", %s left".formatted(Figures.count(now.left()));
        return "%s running (most %s), %s sent, %s ok%s%s"
                .formatted(
                        Figures.count(now.running()),
                        Figures.count(most),
                        Figures.count(now.sent()),
                        Figures.count(now.succeeded()),
                        failed,
                        left);
    }

    private String rates(Snapshot now, int room) {
        String text =
                "%s requests/s, %s tokens/s"
                        .formatted(
                                Figures.number(now.requestsPerSecond()),
                                Figures.number(now.outputTokensPerSecond()));
        return text.length() + 2 + rates.size() > room ? text : text + "  " + sparks();
    }

    private String sparks() {
        double top = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (double rate : rates) {
            int level = top <= 0 ? 0 : (int) Math.round(rate / top * (BARS.length() - 1));
            line.append(BARS.charAt(level));
        }
        return line.toString();
    }

    private static List<List<String>> latencies(Snapshot now) {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "TTFT", now.ttft());
        add(rows, "ITL", now.itl());
        add(rows, "E2E", now.e2e());
        if (!rows.isEmpty()) {
            rows.addFirst(List.of("", "p50", "p90", "p99"));
        }
        return rows;
    }

    private static void add(List<List<String>> rows, String name, Spread spread) {
        if (spread.count() > 0) {
            rows.add(
                    List.of(
                            name,
                            Figures.millis(spread.p50()),
                            Figures.millis(spread.p90()),
                            Figures.millis(spread.p99())));
        }
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : "%d:%02d min".formatted(whole / 60, whole % 60);
    }

    private static String cut(String line, int room) {
        return line.length() <= room ? line : line.substring(0, room - 1) + "…";
    }
}
