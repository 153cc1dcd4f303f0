package dev.passerelle.gateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The terminal of this process. Java's `Console` can't say which of the three streams is one, so
/// the operating system is asked.
final class ProcessTerminal implements Terminal {

    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_ERROR = 2;
    private static final int USUAL_COLUMNS = 80;

    private final Map<String, String> variables;

    /// @param variables the environment: `TERM`, `COLUMNS`
    ProcessTerminal(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public OptionalInt columns() {
        boolean redraws =
                !variables.getOrDefault("TERM", "dumb").equals("dumb")
                        && isTerminal(STANDARD_ERROR);
        return redraws ? OptionalInt.of(width()) : OptionalInt.empty();
    }

    @Override
    public Optional<String> ask(String question) {
        if (!isTerminal(STANDARD_INPUT) || !isTerminal(STANDARD_ERROR)) {
            return Optional.empty();
        }
        PrintStream err = System.err;
        err.print(question);
        err.flush();
        try {
            var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            return Optional.of(Optional.ofNullable(in.readLine()).orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int width() {
        String columns = variables.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    private static boolean isTerminal(int descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("isatty")
                .map(function -> {
                    try {
                        return (int)
                                        linker.downcallHandle(
                                                        function,
                                                        FunctionDescriptor.of(
                                                                ValueLayout.JAVA_INT,
                                                                ValueLayout.JAVA_INT))
                                                .invokeExact(descriptor)
                                == 1;
                    } catch (Throwable e) {
                        throw new AssertionError("isatty throws nothing", e);
                    }
                })
                .orElse(false);
    }
}
