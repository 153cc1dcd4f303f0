package dev.passerelle.runtime.ort.capi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How this processor multiplies unsigned by signed bytes.
final class ByteProducts {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Set<String> EXACT = Set.of("avx512_vnni", "avx_vnni");

    private ByteProducts() {}

    /// Whether pairs of products overflow 16 bits: on x64 without VNNI, or where that isn't known.
    static boolean overflow() {
        return overflow(System.getProperty("os.arch", ""), processors());
    }

    /// @param processors lines of `/proc/cpuinfo`
    static boolean overflow(String architecture, List<String> processors) {
        Optional<String> flags =
                processors.stream().filter(line -> line.startsWith("flags")).findFirst();
        boolean x64 = Set.of("amd64", "x86_64").contains(architecture);
        return x64
                && flags.stream()
                        .flatMap(line -> Arrays.stream(line.split("\\s+")))
                        .noneMatch(EXACT::contains);
    }

    private static List<String> processors() {
        try {
            return Files.readAllLines(PROCESSORS);
        } catch (IOException e) {
            return List.of();
        }
    }
}
