package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Window;
import java.util.List;

/// The windows in which load was put on the server.
final class Busy {
    private Busy() {}

    /// Up to the last in which requests arrived: later ones only wait for answers.
    static List<Window> windows(Result result) {
        List<Window> all = result.windows();
        int end = all.size();
        while (end > 0 && all.get(end - 1).arrived() == 0) {
            end--;
        }
        return all.subList(0, end);
    }
}
