package dev.passerelle.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model runs on.
public sealed interface Device {

    record Cpu() implements Device {}

    /// @param index as the CUDA runtime counts
    record Cuda(int index) implements Device {}

    /// The first GPU that this build and machine can use, else the processor.
    record Auto() implements Device {}

    /// The name in configuration.
    default String id() {
        return switch (this) {
            case Cpu _ -> "cpu";
            case Cuda(int index) -> "cuda:" + index;
            case Auto _ -> "auto";
        };
    }

    Pattern CUDA = Pattern.compile("cuda(:(?<index>\\d{1,3}))?");

    /// Reads `cpu`, `cuda`, `cuda:N` or `auto`.
    ///
    /// @throws IllegalArgumentException if it is something else
    static Device of(String text) {
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            String index = cuda.group("index");
            return new Cuda(index == null ? 0 : Integer.parseInt(index));
        }
        return switch (text) {
            case "cpu" -> new Cpu();
            case "auto" -> new Auto();
            default ->
                    throw new IllegalArgumentException(
                            "device is '%s'; known are cpu, cuda, cuda:N and auto".formatted(text));
        };
    }
}
