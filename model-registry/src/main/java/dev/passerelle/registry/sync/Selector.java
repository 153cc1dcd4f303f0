package dev.passerelle.registry.sync;

import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.format.ExternalData;
import dev.passerelle.registry.format.FormatException;
import dev.passerelle.registry.store.SafeNames;
import dev.passerelle.registry.sync.Checkpoint.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Selects the files of a model from those of a repository, on the hub and on disk alike.
final class Selector {

    private static final String CONFIG = "config.json";
    private static final String MODULES = "modules.json";

    private final ExternalFiles external;
    private final Set<String> modelTypes;

    /// @param modelTypes those that run without code of their repository
    Selector(ExternalFiles external, Set<String> modelTypes) {
        this.external = external;
        this.modelTypes = Set.copyOf(modelTypes);
    }

    /// What a variant means here; empty if there are no such weights.
    ///
    /// @throws ModelSourceException if it is ambiguous or would need code from the repository
    Optional<Selection> select(RepositoryFiles files, @Nullable String variant)
            throws IOException, InterruptedException {
        Optional<Checkpoint> chosen = new Checkpoints(files.sizes().keySet()).choose(variant);
        return chosen.isPresent() ? Optional.of(selection(files, chosen.get())) : Optional.empty();
    }

    /// The files of some weights.
    Selection selection(RepositoryFiles files, Checkpoint checkpoint)
            throws IOException, InterruptedException {
        if (checkpoint.format() == Format.SAFETENSORS) {
            refuseCode(files);
        }
        SequencedSet<String> weights = weights(files, checkpoint);
        List<String> modules = modules(files);
        List<String> directories = new ArrayList<>(modules);
        directories.add(checkpoint.directory());
        Papers papers = new Papers(directories);
        modules.stream()
                .map(module -> module + Checkpoints.SAFETENSORS)
                .filter(files::has)
                .forEach(weights::addFirst);
        return new Selection(
                checkpoint,
                files.sizes().keySet().stream()
                        .filter(papers::include)
                        .filter(path -> !weights.contains(path))
                        .sorted()
                        .toList(),
                List.copyOf(weights),
                missing(files, checkpoint, weights, papers));
    }

    private List<String> missing(
            RepositoryFiles files,
            Checkpoint checkpoint,
            SequencedSet<String> weights,
            Papers papers)
            throws IOException, InterruptedException {
        List<String> missing =
                new ArrayList<>(weights.stream().filter(path -> !files.has(path)).toList());
        String config =
                checkpoint.main().equals(Checkpoints.ADAPTER) ? Checkpoints.ADAPTER_CONFIG : CONFIG;
        if (checkpoint.format() == Format.SAFETENSORS && !files.has(config)) {
            missing.add(config);
        }
        files.listed().stream()
                .filter(path -> papers.isData(path) && !files.has(path))
                .forEach(missing::add);
        if (checkpoint.format() == Format.ONNX && missing.isEmpty()) {
            checkEnds(files, checkpoint);
        }
        return missing;
    }

    private SequencedSet<String> weights(RepositoryFiles files, Checkpoint checkpoint)
            throws IOException, InterruptedException {
        SequencedSet<String> weights = new LinkedHashSet<>();
        switch (checkpoint.format()) {
            case SAFETENSORS -> {
                if (checkpoint.main().equals(Checkpoints.SAFETENSORS_INDEX)) {
                    weights.addAll(ModelJson.shards(files.open(checkpoint.main())));
                }
            }
            case GGUF -> weights.addAll(checkpoint.parts().reversed());
            case ONNX ->
                    externalData(files, checkpoint).stream()
                            .map(data -> checkpoint.directory() + data.location())
                            .map(SafeNames::path)
                            .forEach(weights::add);
        }
        weights.addLast(checkpoint.main());
        return weights;
    }

    private List<ExternalData> externalData(RepositoryFiles files, Checkpoint checkpoint)
            throws IOException, InterruptedException {
        try {
            return external.of(files.open(checkpoint.main()), checkpoint.main());
        } catch (FormatException e) {
            throw new ModelSourceException(e.getMessage() + ", so it is refused");
        }
    }

    private void checkEnds(RepositoryFiles files, Checkpoint checkpoint)
            throws IOException, InterruptedException {
        for (ExternalData data : externalData(files, checkpoint)) {
            String path = checkpoint.directory() + data.location();
            long size = files.sizes().getOrDefault(path, 0L);
            if (size < data.end()) {
                throw new ModelSourceException(
                        "%s is refused: it expects %d bytes in %s, which has %d"
                                .formatted(checkpoint.main(), data.end(), path, size));
            }
        }
    }

    private void refuseCode(RepositoryFiles files) throws IOException, InterruptedException {
        if (files.has(CONFIG) && ModelJson.needsCode(files.open(CONFIG), modelTypes)) {
            throw new ModelSourceException(
                    "config.json asks for Python code of the repository (auto_map), which is never fetched or run; choose a GGUF or ONNX variant where there is one");
        }
    }

    /// The directories of a sentence-transformers model's modules.
    private static List<String> modules(RepositoryFiles files)
            throws IOException, InterruptedException {
        return files.has(MODULES) ? ModelJson.moduleDirectories(files.open(MODULES)) : List.of();
    }
}
