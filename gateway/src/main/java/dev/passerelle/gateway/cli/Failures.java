package dev.passerelle.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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

    private static boolean isForPeople(Exception failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure.getClass().getPackageName().startsWith("dev.passerelle.");
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case UncheckedIOException e -> String.valueOf(e.getCause());
            case IOException e -> e.toString(); // the message alone may be no more than a path
            default -> String.valueOf(failure.getMessage());
        };
    }
}
