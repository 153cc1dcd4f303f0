package dev.passerelle.loadtests.report;

/// What measures are called in titles, tables and the terminal.
public final class Names {
    private Names() {}

    /// By the id of a measure, as files have it.
    public static String of(String measure) {
        return switch (measure) {
            case "ttft" -> "TTFT";
            case "itl" -> "ITL";
            case "tpot" -> "TPOT";
            case "e2e" -> "E2E";
            case "prompt" -> "prompt reading";
            default -> measure.replace('_', ' ');
        };
    }
}
