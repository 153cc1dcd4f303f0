package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files a load test writes; null for one that is not wanted.
record Outputs(@Nullable Path json, @Nullable Path csv, @Nullable Path html) {
    /// @param name of the scenario, of files in a directory
    /// @param out a file by its suffix, or what all three are called
    static Outputs of(String name, @Nullable Path out, @Nullable Path csv, @Nullable Path html) {
        if (out == null) {
            return new Outputs(null, csv, html);
        }
        String text = out.toString();
        if (text.endsWith(".json") || text.endsWith(".json.gz")) {
            return new Outputs(out, csv, html);
        }
        if (text.endsWith(".csv") || text.endsWith(".csv.gz")) {
            return new Outputs(null, once("--csv", out, csv), html);
        }
        if (text.endsWith(".html")) {
            return new Outputs(null, csv, once("--html", out, html));
        }
        Path stem = Files.isDirectory(out) ? out.resolve(fileName(name)) : out;
        return new Outputs(
                suffixed(stem, ".json"),
                csv == null ? suffixed(stem, ".csv") : csv,
                html == null ? suffixed(stem, ".html") : html);
    }

    List<Path> files() {
        return Stream.of(json, csv, html)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /// Refuses files that could not be written in the end.
    void check() {
        for (Path file : files()) {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            if (!Files.isDirectory(folder)) {
                throw new ScenarioException(
                        "%s can't be written: there is no directory %s".formatted(file, folder));
            }
            if (!Files.isWritable(folder) || Files.isDirectory(file)) {
                throw new ScenarioException(
                        "%s can't be written: %s"
                                .formatted(
                                        file,
                                        Files.isDirectory(file)
                                                ? "it is a directory"
                                                : folder + " is not writable"));
            }
        }
    }

    private static Path once(String flag, Path out, @Nullable Path other) {
        if (other != null) {
            throw new ScenarioException(
                    "--out and %s can't go together: both name one file".formatted(flag));
        }
        return out;
    }

    private static Path suffixed(Path stem, String suffix) {
        return stem.resolveSibling(stem.getFileName() + suffix);
    }

    private static String fileName(String name) {
        return name.replaceAll("[^\\w.-]+", "-");
    }
}
