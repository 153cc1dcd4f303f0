package dev.passerelle.gateway.cli.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The processors that this process may use.
///
/// @param count whole processors, as a container's limit allows
/// @param model empty where the operating system doesn't say
/// @param instructions the sets that make a difference to inference, as `/proc/cpuinfo` names them;
///   empty where there is no such file
public record Processor(int count, String model, List<String> instructions) {

    /// Of x86-64, then of aarch64, from the least to the most.
    private static final List<String> TELLING =
            List.of(
                    "avx2",
                    "fma",
                    "avx_vnni",
                    "avx512f",
                    "avx512_vnni",
                    "avx512_bf16",
                    "amx_int8",
                    "asimddp",
                    "i8mm",
                    "bf16",
                    "sve");

    /// @param cpuinfo lines of `/proc/cpuinfo`
    static Processor of(List<String> cpuinfo, int count) {
        String words = value(cpuinfo, "flags").or(() -> value(cpuinfo, "Features")).orElse("");
        Set<String> flags = new HashSet<>(List.of(words.split(" ")));
        return new Processor(
                count,
                value(cpuinfo, "model name").orElse(""),
                TELLING.stream().filter(flags::contains).toList());
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /// What is slow about them; empty if nothing is.
    Optional<String> slowness() {
        if (instructions.isEmpty() || instructions.contains("asimddp")) {
            return Optional.empty();
        }
        if (!instructions.contains("avx2")) {
            return Optional.of(
                    "the processors have no AVX2: generation is many times slower than on newer ones");
        }
        return instructions.contains("avx512_vnni") || instructions.contains("avx_vnni")
                ? Optional.empty()
                : Optional.of(
                        "the processors have no VNNI: 4- and 8-bit weights are computed at about half the speed of those that have");
    }
}
