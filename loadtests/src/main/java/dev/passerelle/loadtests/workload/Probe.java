package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Traffic;
import dev.passerelle.loadtests.plan.Traffic.IgnoreEos;
import java.util.ArrayList;
import java.util.List;

/// Short requests of one kind of traffic, each with other words.
final class Probe {
    private static final long PROBES = 2;
    private static final int TIMES = 2;
    private static final int ATTEMPTS = 4;
    private static final int WORDS = 16;

    private final Traffic traffic;
    private final Scenario scenario;
    private final Calibrator.Sender sender;
    private boolean ignoreEos;
    private long sent;

    Probe(Traffic traffic, Scenario scenario, Calibrator.Sender sender) {
        this.traffic = traffic;
        this.scenario = scenario;
        this.sender = sender;
    }

    /// Whether requests are to say `ignore_eos`, which is tried once where that is left open.
    boolean takesIgnoreEos(IgnoreEos wanted) {
        ignoreEos = wanted != IgnoreEos.OFF;
        if (wanted == IgnoreEos.AUTO) {
            var record = send(false, WORDS);
            ignoreEos = record.status() != 400 && record.status() != 422;
        }
        return ignoreEos;
    }

    /// Tokens of prompts of messages with so many words each, the first a system message if wanted,
    /// the mean of two; -1 where the usage does not tell.
    double tokens(boolean system, int... words) {
        double sum = 0;
        for (int i = 0; i < TIMES; i++) {
            var record = answered(system, words);
            if (record.tokens().prompt() <= 0) {
                return -1;
            }
            sum += record.tokens().prompt();
        }
        return sum / TIMES;
    }

    /// One answer; a server that fails now and then is asked again.
    private CallRecord answered(boolean system, int... words) {
        for (int attempt = 1; ; attempt++) {
            var record = send(system, words);
            if (record.outcome() == Outcome.OK) {
                return record;
            }
            boolean passing = record.status() == 429 || record.status() >= 500;
            if (!passing || attempt == ATTEMPTS) {
                throw refused(record);
            }
        }
    }

    private CallRecord send(boolean system, int... words) {
        var random = Seeds.random(scenario.seed(), PROBES, sent++);
        var said = new ArrayList<String>();
        int total = 0;
        for (int count : words) {
            said.add(Words.text(random, count));
            total += count;
        }
        var dialogue =
                new Dialogue(
                        system ? said.getFirst() : "",
                        List.copyOf(system ? said.subList(1, said.size()) : said));
        var keys = scenario.target().keys();
        return sender.send(
                new Ask(
                        traffic.name(),
                        traffic.endpoint(),
                        false,
                        Body.probe(traffic, ignoreEos).write(dialogue, 1),
                        total,
                        1,
                        keys.isEmpty() ? null : keys.getFirst(),
                        null,
                        false));
    }

    private CalibrationException refused(CallRecord record) {
        String why = record.failure().isEmpty() ? record.outcome().id() : record.failure();
        return new CalibrationException(
                "%s of %s (model %s) can't be asked: %s; %s"
                        .formatted(
                                traffic.endpoint().path(),
                                scenario.target().url(),
                                traffic.model(),
                                why,
                                advice(record.status())));
    }

    private static String advice(int status) {
        return switch (status) {
            case 0 -> "is the server running, and the URL right?";
            case 401, 403 -> "check the key";
            case 404 -> "check the model's name, and that the URL ends where the API begins (/v1)";
            case 400, 422 -> "check the model's name and the extra fields of the body";
            case 429 -> "the key's limit is used up, or the server is busy already";
            default -> "see the server's log";
        };
    }
}
