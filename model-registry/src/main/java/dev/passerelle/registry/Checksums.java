package dev.passerelle.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The list of checksums of a directory: file `SHA256SUMS`, in the form that `sha256sum` writes and
/// reads.
public final class Checksums {

    static final String FILE_NAME = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](\\S.*)");

    /// A file that is not as the list says.
    public record Damage(String file, String reason) {
        @Override
        public String toString() {
            return file + ": " + reason;
        }
    }

    private final Path directory;
    private final Map<String, String> digests;

    private Checksums(Path directory, Map<String, String> digests) {
        this.directory = directory;
        this.digests = digests;
    }

    static boolean exists(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE_NAME));
    }

    /// Reads the list of a directory.
    ///
    /// @throws IOException if it is missing, has a line of another form or names a file outside the
    ///   directory
    public static Checksums read(Path directory) throws IOException {
        Path list = directory.resolve(FILE_NAME);
        Map<String, String> digests = new LinkedHashMap<>();
        for (String line : Files.readAllLines(list)) {
            var match = LINE.matcher(line);
            if (!match.matches()
                    || !directory
                            .resolve(match.group(2))
                            .normalize()
                            .startsWith(directory.normalize())) {
                throw new IOException(
                        "%s: '%s' is not a line of sha256sum for a file of this directory"
                                .formatted(list, line));
            }
            digests.put(match.group(2), match.group(1));
        }
        return new Checksums(directory, digests);
    }

    /// The listed files that are missing or differ. Reads each file once, without holding it.
    public List<Damage> verify() {
        return digests.entrySet().stream()
                .map(entry -> verify(entry.getKey(), entry.getValue()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Damage> verify(String file, String expected) {
        Path path = directory.resolve(file);
        if (!Files.isRegularFile(path)) {
            return Optional.of(new Damage(file, "missing"));
        }
        try {
            String actual = Sha256.of(path);
            return actual.equals(expected)
                    ? Optional.empty()
                    : Optional.of(
                            new Damage(
                                    file, "sha256 is %s, expected %s".formatted(actual, expected)));
        } catch (UncheckedIOException e) {
            return Optional.of(new Damage(file, "can't be read: " + e.getCause()));
        }
    }
}
