package dev.passerelle.registry.lock;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.passerelle.registry.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Writes a lockfile: JSON, one line a property and a file, sorted, so that a version control's
/// difference reads well.
final class LockfileWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Path directory;

    LockfileWriter(Path file) {
        this.file = file.toAbsolutePath();
        this.directory = LockfileReader.directory(file);
    }

    void write(Lockfile lockfile) throws IOException {
        Path written =
                directory.resolve(
                        ".%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
        Files.deleteIfExists(written);
        try {
            force(written, text(lockfile));
            Files.move(written, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    String text(Lockfile lockfile) {
        String models =
                lockfile.models().entrySet().stream()
                        .map(entry ->
                                "    %s: %s"
                                        .formatted(quoted(entry.getKey()), model(entry.getValue())))
                        .collect(Collectors.joining(",\n"));
        return """
        {
          "version": %d,
          "models": {%s}
        }
        """
                .formatted(Lockfile.VERSION, models.isEmpty() ? "" : "\n" + models + "\n  ");
    }

    private String model(LockedModel model) {
        List<String> lines = new ArrayList<>();
        lines.add("      \"source\": " + quoted(source(model.source())));
        if (model.commit() != null) {
            lines.add("      \"commit\": " + quoted(model.commit()));
        }
        if (model.licence() != null) {
            lines.add("      \"licence\": " + quoted(model.licence()));
        }
        lines.add("      \"import\": " + settings(model.settings()));
        lines.add("      \"files\": [" + files(model.files()) + "]");
        return "{\n" + String.join(",\n", lines) + "\n    }";
    }

    /// A path below the lockfile is written relative to it, so that a checkout may lie anywhere.
    private String source(ModelSource source) {
        return source instanceof ModelSource.Local(Path path) && path.startsWith(directory)
                ? "file:" + directory.relativize(path)
                : source.toString();
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> quoted(setting.getKey()) + ": " + quoted(setting.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String files(List<LockedFile> files) {
        return files.stream()
                .map(one ->
                        "\n        {\"path\": %s, \"size\": %d, \"digest\": %s}"
                                .formatted(
                                        quoted(one.path()),
                                        one.size(),
                                        quoted(one.digest().toString())))
                .collect(Collectors.joining(",", "", "\n      "));
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    private static void force(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
