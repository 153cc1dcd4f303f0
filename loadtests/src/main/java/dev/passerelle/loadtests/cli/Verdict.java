package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Why a load test failed.
final class Verdict {
    private Verdict() {}

    /// Reasons, none for one that is done.
    static List<String> usual(Result result) {
        if (result.summary().requests().succeeded() > 0) {
            return List.of();
        }
        boolean early = isInterrupted(result) && result.summary().requests().failed() == 0;
        return List.of(
                early
                        ? "it was interrupted before an answer was measured"
                        : "no request succeeded");
    }

    /// The same, and figures that can't be relied upon or that miss their objectives.
    static List<String> strict(Result result, Slo slo) {
        List<String> reasons = new ArrayList<>(usual(result));
        result.generator()
                .bottleneck()
                .forEach(reason -> reasons.add("the client was the bottleneck: " + reason));
        if (isInterrupted(result)) {
            reasons.add("it was interrupted");
        }
        reasons.addAll(missed(result, slo));
        return reasons;
    }

    /// Those of a pipeline: each request must succeed.
    static List<String> flawless(Result result, Slo slo) {
        List<String> reasons = new ArrayList<>(usual(result));
        Summary.Requests requests = result.summary().requests();
        long others = requests.failed() + requests.unfinished() + requests.notSent();
        if (others > 0) {
            reasons.add(
                    "%d failed, %d were not finished, %d were not sent"
                            .formatted(
                                    requests.failed(), requests.unfinished(), requests.notSent()));
        }
        if (isInterrupted(result)) {
            reasons.add("it was interrupted");
        }
        reasons.addAll(missed(result, slo));
        return reasons;
    }

    private static boolean isInterrupted(Result result) {
        return result.ended().equals("interrupted");
    }

    private static List<String> missed(Result result, Slo slo) {
        if (slo.isEmpty()) {
            return List.of();
        }
        if (result.capacity() != null) {
            return result.capacity().sustained() > 0
                    ? List.of()
                    : List.of("no rate met the objectives");
        }
        Summary.Goodput goodput = result.summary().goodput();
        double share = goodput == null ? 0 : goodput.share();
        return share >= slo.share()
                ? List.of()
                : List.of(
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of requests met the objectives, %.1f %% must",
                                100 * share,
                                100 * slo.share()));
    }
}
