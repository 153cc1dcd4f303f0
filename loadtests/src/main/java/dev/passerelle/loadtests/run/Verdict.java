package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.Summary.Goodput;
import dev.passerelle.loadtests.result.Window;
import java.util.List;
import java.util.Locale;

/// Whether a server sustained a rate: the queue did not grow, few requests failed and the
/// objectives were met.
final class Verdict {
    /// A queue that in the last quarter is this many times as long as in the second one grows;
    /// chance alone changes it by less, short queues apart.
    private static final double GROWTH = 1.5;

    private static final double FEW = 2;

    private Verdict() {}

    /// Why a rate was not sustained; empty if it was.
    ///
    /// @param windows of the step, its warm-up and drain left out
    static String against(Summary summary, List<Window> windows, Slo slo) {
        Summary.Requests requests = summary.requests();
        long sent = requests.sent() + requests.notSent();
        if (sent == 0) {
            return "nothing arrived; hold each rate longer";
        }
        double failed = (double) (requests.failed() + requests.notSent()) / sent;
        if (failed > 1 - slo.share()) {
            return percent(failed) + " of the requests failed";
        }
        Goodput goodput = summary.goodput();
        if (goodput != null && goodput.share() < slo.share()) {
            return "only " + percent(goodput.share()) + " met the objectives";
        }
        return grows(windows) ? "the queue grew" : "";
    }

    private static boolean grows(List<Window> windows) {
        int quarter = windows.size() / 4;
        if (quarter == 0) {
            return false;
        }
        double before = running(windows.subList(quarter, 2 * quarter));
        double after = running(windows.subList(windows.size() - quarter, windows.size()));
        return after > GROWTH * before + FEW;
    }

    private static double running(List<Window> windows) {
        return windows.stream().mapToInt(Window::running).average().orElse(0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
