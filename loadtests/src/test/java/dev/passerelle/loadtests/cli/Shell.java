package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.run.LoadRunException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The command line with runs that are only noted, and names of its own.
final class Shell {
    private static final Resolver NAMES =
            host ->
                    switch (host) {
                        case "127.0.0.1", "localhost" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
                                };
                        case "both.example" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                                    InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
                                };
                        case "gpu.example" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
                                };
                        default -> throw new UnknownHostException(host);
                    };

    final List<Scenario> ran = new ArrayList<>();
    final List<Runnable> interrupts = new ArrayList<>();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /// What a run comes to; null for one that can't begin.
    @Nullable Result result = Results.mixed();

    int run(String... arguments) {
        return run(new PrintWriter(out, true), interrupts::add, arguments);
    }

    int run(PrintWriter to, Consumer<Runnable> signals, String... arguments) {
        Surroundings surroundings =
                new Surroundings(
                        Map.of(),
                        NAMES,
                        (scenario, _, stopping) -> ended(scenario, stopping),
                        signals,
                        new PrintStream(new ByteArrayOutputStream()),
                        false);
        return LoadTest.commands(surroundings)
                .setOut(to)
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Result ended(Scenario scenario, Consumer<Runnable> stopping) {
        ran.add(scenario);
        stopping.accept(() -> {});
        if (result == null) {
            throw new LoadRunException("no server");
        }
        return result;
    }
}
