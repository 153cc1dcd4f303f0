package dev.passerelle.loadtests.result;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The outcome of a load test: what the JSON file holds, and all that reports are made of.
///
/// @param version of this form of file
/// @param tool name and version of the generator
/// @param name of the scenario
/// @param ended why: `duration`, `requests`, `trace`, `interrupted`
/// @param scenario as it was run, all values resolved, keys left out
/// @param summary of all requests; of a sweep: those at the highest rate sustained, or else at the
///   lowest tried
/// @param kinds the same by traffic, where there are several
/// @param windows the run in stretches of equal length
/// @param samples of requests, at most some thousands, in order of their intended start
/// @param server null where the server's metrics were not read
/// @param sweep the rates tried, in rising order; empty for other load tests
/// @param capacity what a sweep found; null for other load tests
/// @param notes what a reader must know to take the figures right
public record Result(
        int version,
        String tool,
        String name,
        Instant started,
        String ended,
        Map<String, Object> scenario,
        Machine machine,
        Summary summary,
        Map<String, Summary> kinds,
        List<Window> windows,
        List<Sample> samples,
        Generator generator,
        @Nullable ServerSide server,
        List<SweepStep> sweep,
        @Nullable Capacity capacity,
        List<String> notes) {
    /// The version that this program writes.
    public static final int VERSION = 1;

    private static final int SLIM_WINDOWS = 30;

    /// The same for a file that is kept beside the documentation: no samples, at most 30 windows,
    /// no histograms.
    public Result slim() {
        var slimKinds = new LinkedHashMap<String, Summary>();
        kinds.forEach((kind, of) -> slimKinds.put(kind, of.slim()));
        return new Result(
                version,
                tool,
                name,
                started,
                ended,
                scenario,
                machine,
                summary.slim(),
                slimKinds,
                Window.atMost(SLIM_WINDOWS, windows).stream().map(Window::slim).toList(),
                List.of(),
                generator.slim(),
                server == null ? null : server.slim(),
                sweep.stream().map(SweepStep::slim).toList(),
                capacity,
                notes);
    }
}
