package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.importer.adapter.Adapter;
import dev.passerelle.runtime.importer.gguf.GgufParts;
import dev.passerelle.runtime.importer.safetensors.SafetensorsCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which files make up a checkpoint.
///
/// @param weights the GGUF file (the first of several parts), the safetensors file, or the index of
///   its shards
/// @param directory where the JSON files lie; a lone GGUF file has none to look for
/// @param adapter the directory of the LoRA adapter that is merged into it
record CheckpointFiles(Format format, Path weights, Path directory, @Nullable Path adapter) {

    enum Format {
        GGUF,
        SAFETENSORS
    }

    private static final String SINGLE = "model.safetensors";

    /// Those of a checkpoint with an adapter, if one is given.
    ///
    /// @throws CheckpointException if there is no checkpoint, or more than one, or no adapter
    static CheckpointFiles of(Path checkpoint, @Nullable Path adapter) {
        CheckpointFiles files = of(checkpoint);
        if (adapter != null) {
            Adapter.files(adapter);
        }
        return new CheckpointFiles(files.format, files.weights, files.directory, adapter);
    }

    /// Finds the files of a `.gguf` file or of a directory.
    ///
    /// @throws CheckpointException if there is no checkpoint, or more than one
    static CheckpointFiles of(Path checkpoint) {
        if (Files.isRegularFile(checkpoint)) {
            if (!checkpoint.toString().endsWith(".gguf")) {
                throw new CheckpointException(
                        checkpoint, "is neither a directory nor a .gguf file");
            }
            return gguf(checkpoint, checkpoint);
        }
        if (!Files.isDirectory(checkpoint)) {
            throw new CheckpointException(checkpoint, "does not exist");
        }
        return inDirectory(checkpoint);
    }

    private static CheckpointFiles inDirectory(Path directory) {
        if (Adapter.isAt(directory) && !Files.isRegularFile(directory.resolve("config.json"))) {
            throw new CheckpointException(
                    directory, "is a LoRA adapter, not a model: list it under its base's adapters");
        }
        for (String name : List.of(SafetensorsCheckpoint.INDEX, SINGLE)) {
            if (Files.isRegularFile(directory.resolve(name))) {
                return safetensors(directory, directory.resolve(name));
            }
        }
        List<Path> gguf = wholeGgufs(directory);
        List<Path> safetensors = withSuffix(directory, ".safetensors");
        if (gguf.size() + safetensors.size() > 1) {
            throw new CheckpointException(
                    directory,
                    "has %d .gguf and %d .safetensors files and no %s; name one .gguf file"
                            .formatted(
                                    gguf.size(), safetensors.size(), SafetensorsCheckpoint.INDEX));
        }
        if (gguf.size() == 1) {
            return gguf(gguf.getFirst(), directory);
        }
        if (safetensors.isEmpty()) {
            throw new CheckpointException(directory, "has no .safetensors and no .gguf file");
        }
        return safetensors(directory, safetensors.getFirst());
    }

    private static CheckpointFiles safetensors(Path directory, Path weights) {
        CheckpointFiles files = new CheckpointFiles(Format.SAFETENSORS, weights, directory, null);
        if (!Files.isRegularFile(files.config())) {
            throw new CheckpointException(directory, "lacks config.json");
        }
        return files;
    }

    private static CheckpointFiles gguf(Path weights, Path directory) {
        return new CheckpointFiles(Format.GGUF, GgufParts.of(weights).getFirst(), directory, null);
    }

    /// Of split ones the first part.
    private static List<Path> wholeGgufs(Path directory) {
        return withSuffix(directory, ".gguf").stream()
                .map(file -> GgufParts.of(file).getFirst())
                .distinct()
                .toList();
    }

    private static List<Path> withSuffix(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new CheckpointException(directory, "can't be listed: " + e.getMessage(), e);
        }
    }

    Path config() {
        return directory.resolve("config.json");
    }

    Path generationConfig() {
        return directory.resolve("generation_config.json");
    }

    /// Every file whose content decides what an import produces.
    List<Path> all() {
        TreeSet<Path> files = new TreeSet<>();
        files.addAll(format == Format.GGUF ? GgufParts.of(weights) : List.of(weights));
        if (weights.endsWith(SafetensorsCheckpoint.INDEX)) {
            SafetensorsCheckpoint.weightMap(weights)
                    .values()
                    .forEach(shard -> files.add(directory.resolve(shard)));
        }
        Stream.of(config(), generationConfig()).filter(Files::isRegularFile).forEach(files::add);
        return adapter == null
                ? List.copyOf(files)
                : Stream.concat(files.stream(), Adapter.files(adapter).stream()).toList();
    }
}
