package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.reading.Durations;
import dev.passerelle.loadtests.stub.Stall;
import dev.passerelle.loadtests.stub.Stub;
import dev.passerelle.loadtests.stub.StubOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Serves the API with programmed latencies, so that what a load test reports can be checked.
@Command(
        name = "stub",
        description = {
            "Serves an OpenAI-compatible stub whose latencies and failures are programmed.",
            "Distributions are of milliseconds, for example 100 or 'lognormal(mean=100, sd=30)'.",
            ""
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class StubCommand implements Callable<Integer> {
    private static final Pattern FAILURE =
            Pattern.compile("\\s*([45]\\d\\d)\\s*@\\s*(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*");
    private static final Pattern STALL = Pattern.compile("\\s*([^+\\s]+)\\s*\\+\\s*([^+\\s]+)\\s*");

    private final Surroundings surroundings;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "0: any.")
    private int port;

    @Option(names = "--model", paramLabel = "NAME", defaultValue = "stub", description = "Its id.")
    private String model = "";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all drawn.")
    private long seed;

    @Option(
            names = "--ttft",
            paramLabel = "MS",
            defaultValue = "100",
            description = "Until the first token.")
    private String ttft = "";

    @Option(
            names = "--itl",
            paramLabel = "MS",
            defaultValue = "20",
            description = "From a token to the next.")
    private String itl = "";

    @Option(
            names = "--per-prompt-token",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "Added to the first token's time for each token of the prompt.")
    private String perPromptToken = "";

    @Option(
            names = "--admission",
            paramLabel = "MS",
            defaultValue = "0",
            description = "What of the first token's time Server-Timing calls admission.")
    private String admission = "";

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "0",
            description = "Answers generated at once, others wait; 0: any number.")
    private int slots;

    @Option(
            names = "--error",
            paramLabel = "STATUS@SHARE",
            split = ",",
            description = "Refused requests, for example 429@0.01. May be repeated.")
    private List<String> errors = List.of();

    @Option(
            names = "--cut",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Answers whose connection ends in the middle.")
    private double cut;

    @Option(
            names = "--hang",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Requests that are never answered.")
    private double hang;

    @Option(
            names = "--stall",
            paramLabel = "AT+LENGTH",
            split = ",",
            description = "Nothing is sent, for example 10s+500ms after the first request.")
    private List<String> stalls = List.of();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "16",
            description = "Of an answer whose request names no number.")
    private int maxTokens;

    @Spec private @Nullable CommandSpec command;

    StubCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = LoadTest.spec(command).commandLine().getOut();
        StubOptions options = options();
        CountDownLatch end = new CountDownLatch(1);
        try (Stub stub = Stub.start(options)) {
            surroundings.interrupts().accept(end::countDown);
            out.println("Stub of the API at " + stub.url() + ", model " + options.model());
            out.flush();
            end.await();
        }
        return ExitCode.OK;
    }

    private StubOptions options() {
        StubOptions.Latency latency =
                new StubOptions.Latency(
                        read("--ttft", ttft, Distributions::parse),
                        read("--itl", itl, Distributions::parse),
                        read("--per-prompt-token", perPromptToken, Durations::parse),
                        read("--admission", admission, Distributions::parse),
                        StubOptions.Latency.DEFAULT.cancel());
        List<StubOptions.Failure> failures =
                errors.stream().map(text -> read("--error", text, StubCommand::failure)).toList();
        return StubOptions.DEFAULT
                .withPort(whole("--port", port, 0, 65_535))
                .withModel(model)
                .withSeed(seed)
                .withLatency(latency)
                .withTrouble(trouble(failures))
                .withStalls(
                        stalls.stream()
                                .map(text -> read("--stall", text, StubCommand::stall))
                                .toList())
                .withSlots(whole("--slots", slots, 0, 100_000))
                .withMaxTokens(whole("--max-tokens", maxTokens, 1, 1_000_000));
    }

    private StubOptions.Trouble trouble(List<StubOptions.Failure> failures) {
        double refused = failures.stream().mapToDouble(StubOptions.Failure::share).sum();
        double all = refused + share("--cut", cut) + share("--hang", hang);
        if (all > 1) {
            throw new ScenarioException(
                    "--error, --cut and --hang are shares of all requests, and come to %s; allowed: 1 at most"
                            .formatted(all));
        }
        return new StubOptions.Trouble(failures, cut, hang);
    }

    private static int whole(String flag, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ScenarioException(
                    "%s is %d; allowed: a whole number from %d to %d"
                            .formatted(flag, value, least, most));
        }
        return value;
    }

    private static double share(String flag, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new ScenarioException(
                    "%s is %s; allowed: a number from 0 to 1".formatted(flag, value));
        }
        return value;
    }

    private static StubOptions.Failure failure(String text) {
        Matcher parts = FAILURE.matcher(text);
        if (!parts.matches() || Double.parseDouble(parts.group(2)) > 1) {
            throw new IllegalArgumentException(
                    "allowed is a status from 400 to 599, @ and a share from 0 to 1, for example 429@0.01");
        }
        return new StubOptions.Failure(
                Integer.parseInt(parts.group(1)), Double.parseDouble(parts.group(2)));
    }

    private static Stall stall(String text) {
        Matcher parts = STALL.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "allowed is when it begins, + and how long it is, for example 10s+500ms");
        }
        return new Stall(Durations.parse(parts.group(1)), Durations.parse(parts.group(2)));
    }

    private static <T> T read(String flag, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ScenarioException(
                    "%s: '%s' can't be used%s"
                            .formatted(
                                    flag,
                                    text,
                                    e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }
}
