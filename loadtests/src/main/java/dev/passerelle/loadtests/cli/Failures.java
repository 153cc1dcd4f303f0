package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Prints what went wrong: the message of an error meant for people, the whole trace of any other.
/// A scenario that can't be run is wrong usage.
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        if (failure.getClass().getPackageName().startsWith("dev.passerelle.")) {
            complain(err, String.valueOf(failure.getMessage()));
        } else if (failure instanceof UncheckedIOException io) {
            complain(err, words(io));
        } else {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof ScenarioException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String words(UncheckedIOException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof BindException
                ? String.valueOf(cause.getMessage())
                : String.valueOf(cause);
    }

    static void complain(PrintWriter err, String message) {
        err.println("passerelle loadtest: " + message);
        err.flush();
    }
}
