package dev.passerelle.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Prints what went wrong: the message of an error meant for people, the whole trace of any other.
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        if (isForPeople(failure)) {
            err.println("passerelle: " + message(failure));
        } else {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// The message of an error meant for people; any other is thrown again.
    static String explain(RuntimeException failure) {
        if (!isForPeople(failure)) {
            throw failure;
        }
        return message(failure);
    }

    static String explain(IOException failure) {
        return message(failure);
    }

    private static boolean isForPeople(Exception failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || isOurs(failure);
    }

    private static boolean isOurs(Exception failure) {
        return failure.getClass().getPackageName().startsWith("dev.passerelle.");
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case Exception e when isOurs(e) -> String.valueOf(e.getMessage());
            case UncheckedIOException e -> message(Objects.requireNonNull(e.getCause()));
            case IOException e -> e.toString(); // the message alone may be no more than a path
            default -> String.valueOf(failure.getMessage());
        };
    }
}
