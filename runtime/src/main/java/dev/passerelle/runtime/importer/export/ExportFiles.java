package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which files make up an exported decoder.
///
/// @param directory where the JSON files lie: the graph's own, or one above it
record ExportFiles(Path graph, Path directory) {

    private static final String SUFFIX = ".onnx";

    /// The graphs taken where several lie there: the plain one, or one with both branches.
    private static final List<String> PREFERRED =
            List.of("model.onnx", "decoder_model_merged.onnx");

    /// How far above a graph its directory may be: `onnx/model.onnx` is usual.
    private static final int MOST_LEVELS_UP = 3;

    /// Whether there is an ONNX graph with a past, or a directory with a graph and no other
    /// checkpoint.
    static boolean isAt(Path checkpoint) {
        if (Files.isRegularFile(checkpoint)) {
            return isGraph(checkpoint) && GraphHeader.read(checkpoint).hasPast();
        }
        if (Files.isRegularFile(checkpoint.resolve(ExportConfig.GENAI))) {
            return true;
        }
        return Files.isRegularFile(checkpoint.resolve(ExportConfig.TRANSFORMERS))
                && in(checkpoint).noneMatch(ExportFiles::isCheckpoint)
                && !graphs(checkpoint).isEmpty();
    }

    /// @throws CheckpointException if there is no graph, or more than one
    static ExportFiles of(Path checkpoint) {
        if (isGraph(checkpoint)) {
            return new ExportFiles(checkpoint, directoryOf(checkpoint));
        }
        Path genai = checkpoint.resolve(ExportConfig.GENAI);
        return new ExportFiles(
                Files.isRegularFile(genai) ? named(genai) : only(checkpoint), checkpoint);
    }

    private static Path named(Path genai) {
        String name =
                CheckpointJson.read(genai)
                        .path("model")
                        .path("decoder")
                        .path("filename")
                        .asString("");
        Path directory = genai.resolveSibling("");
        Path graph = directory.resolve(name).normalize();
        if (name.isEmpty() || !graph.startsWith(directory) || !isGraph(graph)) {
            throw new CheckpointException(
                    genai,
                    "model.decoder.filename is '%s', which is no ONNX file beside it"
                            .formatted(CheckpointException.printable(name)));
        }
        return graph;
    }

    private static Path only(Path directory) {
        List<Path> graphs = graphs(directory);
        for (String name : PREFERRED) {
            List<Path> preferred = graphs.stream().filter(graph -> graph.endsWith(name)).toList();
            if (preferred.size() == 1) {
                return preferred.getFirst();
            }
        }
        if (graphs.size() != 1) {
            throw new CheckpointException(
                    directory,
                    "has %d ONNX graphs and no model.onnx; name one of them: %s"
                            .formatted(
                                    graphs.size(),
                                    String.join(
                                            ", ", graphs.stream().map(Path::toString).toList())));
        }
        return graphs.getFirst();
    }

    private static Path directoryOf(Path graph) {
        Path directory = graph.toAbsolutePath().getParent();
        for (int level = 0; directory != null && level <= MOST_LEVELS_UP; level++) {
            if (Files.isRegularFile(directory.resolve(ExportConfig.GENAI))
                    || Files.isRegularFile(directory.resolve(ExportConfig.TRANSFORMERS))) {
                return directory;
            }
            directory = directory.getParent();
        }
        throw new CheckpointException(
                graph,
                "neither its directory nor the %d above it have %s or %s"
                        .formatted(MOST_LEVELS_UP, ExportConfig.TRANSFORMERS, ExportConfig.GENAI));
    }

    private static boolean isGraph(Path file) {
        return file.toString().endsWith(SUFFIX) && Files.isRegularFile(file);
    }

    private static boolean isCheckpoint(Path file) {
        String name = file.toString();
        return name.endsWith(".safetensors") || name.endsWith(".gguf");
    }

    private static List<Path> graphs(Path directory) {
        return Stream.concat(in(directory), in(directory.resolve("onnx")))
                .filter(ExportFiles::isGraph)
                .sorted()
                .toList();
    }

    private static Stream<Path> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new CheckpointException(directory, "can't be listed: " + e.getMessage(), e);
        }
    }
}
