package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.random;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.store.HubCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A hub without a network, one model at it, and a cache.
abstract class SyncFixture {

    static final String NAME = "org/model";

    @TempDir Path directory;
    final MemoryHub hub = new MemoryHub();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    ModelRegistry registry;
    Path cache;

    @BeforeEach
    void aPlainModel() {
        cache = directory.resolve("hub");
        registry = registry(false, Long.MAX_VALUE);
        files.put("config.json", text("{\"model_type\":\"llama\"}"));
        files.put("tokenizer.json", text("{}"));
        files.put("README.md", text("# card"));
        files.put("model.safetensors", safetensors(5000, 1));
        files.put("pytorch_model.bin", random(5000, 2));
        files.put("modeling.py", text("import os"));
    }

    ModelRegistry registry(boolean offline, long free) {
        ModelSync.Surroundings surroundings =
                new ModelSync.Surroundings(
                        offline,
                        _ -> free,
                        Duration.ofSeconds(5),
                        InstantSource.system(),
                        Set.of("phi3"));
        return new ModelRegistry(
                new BundledModels(List.of()),
                new ModelSync(
                        hub,
                        new HubCache(cache),
                        directory.resolve("home"),
                        new ExternalFiles(),
                        surroundings));
    }

    String put() {
        return hub.put(NAME, "main", files);
    }

    Snapshot pull(String source) throws IOException, InterruptedException {
        return registry.pull(source(source), PullListener.SILENT);
    }

    static ModelSource.Hub source(String source) {
        return (ModelSource.Hub) ModelSource.parse(source, Path.of(""));
    }

    static List<String> paths(Snapshot snapshot) {
        return snapshot.files().stream().map(SnapshotFile::path).toList();
    }

    Path repository() {
        return cache.resolve("models--org--model");
    }

    List<Path> partials() throws IOException {
        try (Stream<Path> blobs = Files.list(repository().resolve("blobs"))) {
            return blobs.filter(blob -> blob.toString().endsWith(".incomplete"))
                    .filter(blob -> Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
