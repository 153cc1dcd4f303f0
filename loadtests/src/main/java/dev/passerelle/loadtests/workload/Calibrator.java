package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Traffic;
import dev.passerelle.loadtests.plan.Traffic.IgnoreEos;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds out by a few short requests how many tokens the server makes of words, from the usage it
/// tells, and whether it takes `ignore_eos`.
public final class Calibrator {
    private static final double MOST_WORDS = 256;
    private static final double LEAST_WORDS = 32;

    private final Scenario scenario;
    private final Sender sender;
    private final List<String> notes = new ArrayList<>();

    /// Sends one request and waits for its end.
    public interface Sender {
        CallRecord send(Ask ask);
    }

    /// Traffic that is counted alike: what its prompts are wrapped in depends on all of these.
    private record Group(
            Endpoint endpoint,
            String model,
            IgnoreEos ignoreEos,
            boolean prefixed,
            boolean talks,
            Map<String, @Nullable Object> extra) {
        static Group of(Traffic traffic) {
            boolean chat = traffic.endpoint() == Endpoint.CHAT;
            return new Group(
                    traffic.endpoint(),
                    traffic.model(),
                    traffic.endpoint() == Endpoint.EMBEDDINGS ? IgnoreEos.OFF : traffic.ignoreEos(),
                    chat && traffic.prefix().share() > 0 && traffic.prefix().tokens() > 0,
                    chat && traffic.turns().count().quantile(0.999) >= 1.5,
                    traffic.extra());
        }
    }

    public Calibrator(Scenario scenario, Sender sender) {
        this.scenario = scenario;
        this.sender = sender;
    }

    /// Asks, one request after the other, nine at most for each kind of traffic.
    ///
    /// @throws CalibrationException if the server does not answer or refuses
    public Calibrations calibrate() {
        var groups =
                scenario.traffic().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Group::of, LinkedHashMap::new, Collectors.toList()));
        var byKind = new LinkedHashMap<String, Calibration>();
        groups.forEach((group, traffic) -> {
            var found = calibrate(group, traffic);
            traffic.forEach(each -> byKind.put(each.name(), found));
        });
        return new Calibrations(byKind, notes);
    }

    private Calibration calibrate(Group group, List<Traffic> traffic) {
        String names = traffic.stream().map(Traffic::name).collect(Collectors.joining(", "));
        var probe = new Probe(traffic.getFirst(), scenario, sender);
        boolean ignoreEos = probe.takesIgnoreEos(group.ignoreEos);
        if (ignoreEos != (group.ignoreEos != IgnoreEos.OFF)) {
            notes.add(names + ": ignore_eos is refused and left out; answers may end early");
        }
        int words = (int) Math.clamp(longest(traffic), LEAST_WORDS, MOST_WORDS);
        var found = fit(probe, group, words, ignoreEos);
        if (found == null) {
            notes.add(
                    names
                            + ": the server's usage does not tell the tokens of prompts;"
                            + " one token a word is assumed and no template");
            return Calibration.unknown(ignoreEos);
        }
        note(names, traffic, found);
        return found;
    }

    private double longest(List<Traffic> traffic) {
        return scenario.arrivals() instanceof Arrivals.Trace
                ? MOST_WORDS
                : traffic.stream()
                        .mapToDouble(each -> each.prompt().quantile(0.95))
                        .max()
                        .orElse(MOST_WORDS);
    }

    /// A straight line through two lengths; null where the usage says nothing of the kind.
    private static @Nullable Calibration fit(
            Probe probe, Group group, int words, boolean ignoreEos) {
        int few = Math.max(4, words / 16);
        double less = probe.tokens(false, few);
        double more = probe.tokens(false, words);
        double perWord = (more - less) / (words - few);
        if (less <= 0 || perWord < 0.1) {
            return null;
        }
        double overhead = less - perWord * few;
        double system =
                group.prefixed ? probe.tokens(true, few, few) - overhead - perWord * 2 * few : 0;
        double turn =
                group.talks ? probe.tokens(false, few, few, few) - overhead - perWord * 3 * few : 0;
        return new Calibration(overhead, perWord, system, turn, ignoreEos);
    }

    private void note(String names, List<Traffic> traffic, Calibration found) {
        var note = new StringBuilder();
        note.append(
                "prompts of %s: %.2f tokens a word and %.0f of the template, as the server counts"
                        .formatted(names, found.tokensPerWord(), found.overheadTokens()));
        if (found.systemTokens() != 0) {
            note.append(", %+.0f with a system message".formatted(found.systemTokens()));
        }
        if (found.turnTokens() != 0) {
            note.append(", %+.0f a further turn".formatted(found.turnTokens()));
        }
        notes.add(note.toString());
        double least = found.overheadTokens() + found.tokensPerWord();
        if (traffic.stream().anyMatch(each -> each.prompt().quantile(0.05) < least - 1)) {
            notes.add(names + ": some prompts are longer than asked, the template needs more");
        }
    }
}
