package dev.passerelle.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The list of checksums of a directory: file `SHA256SUMS`, in the form that `sha256sum` writes and
/// reads.
final class Checksums {

    static final String FILE_NAME = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](\\S.*)");

    private Checksums() {}

    static boolean exists(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE_NAME));
    }

    /// The digests a directory's list gives its files, by path; none if it has no list.
    ///
    /// @throws ModelSourceException if it has a line of another form or names a file outside the
    ///   directory
    static Map<String, Digest> read(Path directory) {
        Map<String, Digest> digests = new LinkedHashMap<>();
        if (!exists(directory)) {
            return digests;
        }
        Path list = directory.resolve(FILE_NAME);
        for (String line : lines(list)) {
            var match = LINE.matcher(line);
            if (!match.matches()
                    || !directory
                            .resolve(match.group(2))
                            .normalize()
                            .startsWith(directory.normalize())) {
                throw new ModelSourceException(
                        "%s: '%s' is not a line of sha256sum for a file of this directory"
                                .formatted(list, line));
            }
            digests.put(match.group(2), new Digest(Digest.Algorithm.SHA_256, match.group(1)));
        }
        return digests;
    }

    private static Iterable<String> lines(Path list) {
        try {
            return Files.readAllLines(list);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + list, e);
        }
    }
}
