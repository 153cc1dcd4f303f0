package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.measure.ServerTiming;
import java.util.Locale;

/// Reads `Server-Timing` (W3C): `queue;dur=1.5, prompt;dur=20;desc="..."`.
final class ServerTimings {
    private ServerTimings() {}

    /// What was said before, and what this value says, which counts.
    static ServerTiming with(ServerTiming before, String value) {
        double[] said = {before.admission(), before.queue(), before.prompt(), before.decode()};
        // text in quotes may hold anything, and is not needed
        for (String metric : value.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "").split(",")) {
            String[] parts = metric.split(";");
            int which = which(parts[0].strip());
            for (int i = 1; i < parts.length && which >= 0; i++) {
                said[which] = duration(parts[i].strip(), said[which]);
            }
        }
        return new ServerTiming(said[0], said[1], said[2], said[3]);
    }

    private static int which(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "admission" -> 0;
            case "queue" -> 1;
            case "prompt" -> 2;
            case "decode" -> 3;
            default -> -1;
        };
    }

    private static double duration(String parameter, double otherwise) {
        String[] said = parameter.split("=", 2);
        if (said.length < 2 || !said[0].strip().equalsIgnoreCase("dur")) {
            return otherwise;
        }
        try {
            double millis = Double.parseDouble(said[1].strip());
            return millis >= 0 && millis < Double.POSITIVE_INFINITY ? millis : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
