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
    /// How much longer a queue must be in the last quarter than in the second for it to grow: more
    /// than chance makes of it. Where a server just keeps up, chance changes a queue by about the
    /// root of twice the arrivals; where it has time to spare, by less. By simulation (Poisson
    /// arrivals, 1 to 64 servers, steps of 10 to 60 s) a load of 80 % is taken for too much in up
    /// to 12 % of steps with few arrivals and hardly ever with 100; one of 120 % is seen in most
    /// with 500, nearly all with 1,000.
    private static final double CHANCE = 1;

    /// Nor does a queue grow that takes less than this share of the arrivals.
    private static final double OF_ACCOUNT = 0.03;

    private Verdict() {}

    /// Why a rate was not sustained; empty if it was.
    ///
    /// @param windows of the step after its warm-up; those that only wait for answers don't count
    static String against(Summary summary, List<Window> windows, Slo slo) {
        Summary.Requests requests = summary.requests();
        long sent = requests.sent() + requests.notSent();
        if (sent == 0) {
            return "nothing arrived; hold each rate longer";
        }
        double failed =
                (double) (requests.failed() + requests.unfinished() + requests.notSent()) / sent;
        if (failed > 1 - slo.share()) {
            return percent(failed) + " of the requests failed";
        }
        Goodput goodput = summary.goodput();
        if (goodput != null && goodput.share() < slo.share()) {
            return "only " + percent(goodput.share()) + " met the objectives";
        }
        return grows(loaded(summary.seconds(), windows)) ? "the queue grew" : "";
    }

    /// Those that began before arrivals ended.
    private static List<Window> loaded(double seconds, List<Window> windows) {
        return windows.stream()
                .takeWhile(w -> w.start() < windows.getFirst().start() + seconds)
                .toList();
    }

    private static boolean grows(List<Window> windows) {
        int count = windows.size();
        if (count < 2) {
            return false;
        }
        int quarter = Math.max(1, count / 4);
        int from = count < 4 ? 0 : quarter;
        double before = running(windows.subList(from, from + quarter));
        double after = running(windows.subList(count - quarter, count));
        long arrived =
                windows.subList(from, count - quarter).stream().mapToLong(Window::arrived).sum();
        return after - before > Math.max(CHANCE * Math.sqrt(2.0 * arrived), OF_ACCOUNT * arrived);
    }

    private static double running(List<Window> windows) {
        return windows.stream().mapToInt(Window::running).average().orElse(0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
