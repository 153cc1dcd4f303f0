package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.List;

/// All figures that are compared, in the order of the table.
final class Figures {
    static final List<Figure> ALL = all();

    private Figures() {}

    private static List<Figure> all() {
        var figures = new ArrayList<Figure>();
        for (String measure : List.of("ttft", "itl", "tpot", "e2e")) {
            figures.add(new Quantile(measure));
        }
        figures.add(
                new Rate(
                        "requests",
                        "/s",
                        false,
                        r -> r.summary().throughput().requests(),
                        Window::succeeded,
                        Window::seconds));
        figures.add(
                new Rate(
                        "output tokens",
                        "/s",
                        false,
                        r -> r.summary().throughput().outputTokens(),
                        w -> w.outputTokensPerSecond() * w.seconds(),
                        Window::seconds));
        figures.add(new Rate("goodput", "%", false, Figures::good, Window::good, Window::arrived));
        figures.add(
                new Rate("failures", "%", true, Figures::failed, Window::failed, Window::arrived));
        return List.copyOf(figures);
    }

    private static double good(Result result) {
        Summary.Goodput goodput = result.summary().goodput();
        return goodput == null ? Double.NaN : goodput.share();
    }

    private static double failed(Result result) {
        Summary.Requests requests = result.summary().requests();
        long without = requests.failed() + requests.unfinished() + requests.notSent();
        long all = requests.sent() + requests.notSent();
        return all == 0 ? Double.NaN : (double) without / all;
    }
}
