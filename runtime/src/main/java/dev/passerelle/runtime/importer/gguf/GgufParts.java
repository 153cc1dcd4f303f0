package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The files of a GGUF that was split, by the names that llama.cpp gives them
/// (`NAME-00001-of-00003.gguf`).
public final class GgufParts {

    private static final Pattern NAME =
            Pattern.compile("(?<name>.*)-(?<part>\\d{5})-of-(?<parts>\\d{5})\\.gguf");

    private GgufParts() {}

    /// All parts of which `file` is one, in order, or `file` alone.
    ///
    /// @throws CheckpointException if a part is not there
    public static List<Path> of(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || Integer.parseInt(name.group("parts")) < 2) {
            return List.of(file);
        }
        int count = Integer.parseInt(name.group("parts"));
        return IntStream.rangeClosed(1, count)
                .mapToObj(part ->
                        file.resolveSibling(
                                "%s-%05d-of-%05d.gguf".formatted(name.group("name"), part, count)))
                .map(part -> require(part, file, count))
                .toList();
    }

    private static Path require(Path part, Path of, int count) {
        if (!Files.isRegularFile(part)) {
            throw new CheckpointException(
                    of,
                    "is one of %d parts of a GGUF, of which %s is missing; put all beside each other"
                            .formatted(count, part.getFileName()));
        }
        return part;
    }

    /// Whether the metadata of the file that is number `index` of `count` say so too.
    ///
    /// @throws CheckpointException if they don't
    static void check(GgufMetadata metadata, int index, int count) {
        long parts = Math.max(1, metadata.integer("split.count").orElse(1L));
        long number = metadata.integer("split.no").orElse(0L);
        if (parts != count || number != index) {
            throw new CheckpointException(
                    metadata.file(),
                    "is part %d of a GGUF split into %d files, taken for part %d of %d; the parts must lie beside each other, named NAME-00001-of-%05d.gguf and so on"
                            .formatted(number + 1, parts, index + 1, count, parts));
        }
    }
}
