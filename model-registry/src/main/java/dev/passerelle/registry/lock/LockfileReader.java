package dev.passerelle.registry.lock;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a lockfile, strictly: what it doesn't know or can't trust is an error.
final class LockfileReader {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PATH =
            Pattern.compile("[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)*");

    private final Path file;
    private final Path directory;

    LockfileReader(Path file) {
        this.file = file;
        this.directory = directory(file);
    }

    /// The directory that relative sources of a lockfile start from.
    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    Lockfile read(String text) {
        JsonNode root = parse(text);
        version(root);
        known(root, "", "version", "models");
        Map<String, LockedModel> models = new TreeMap<>();
        object(root.get("models"), "models")
                .properties()
                .forEach(entry ->
                        models.put(
                                entry.getKey(),
                                model("models." + entry.getKey(), entry.getValue())));
        checkSources(models);
        return new Lockfile(new TreeMap<>(models));
    }

    private JsonNode parse(String text) {
        try {
            return object(JSON.readTree(text), "the whole");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new LockException(
                    "%s:%d: not JSON: %s"
                            .formatted(file, line, e.getOriginalMessage().replaceAll("\\s+", " ")),
                    e);
        }
    }

    private void version(JsonNode root) {
        JsonNode version = root.get("version");
        if (version == null || !version.isInt() || version.intValue() != Lockfile.VERSION) {
            throw error(
                    "version",
                    "is %s; this Passerelle reads %d: use the one that wrote it, or write it anew with ./passerelle models lock"
                            .formatted(version == null ? "missing" : version, Lockfile.VERSION));
        }
    }

    private LockedModel model(String place, JsonNode node) {
        known(object(node, place), place, "source", "commit", "licence", "import", "files");
        ModelSource source = source(place + ".source", node.get("source"));
        String commit = optional(place + ".commit", node.get("commit"));
        boolean hub = source instanceof ModelSource.Hub;
        if (hub && (commit == null || !COMMIT.matcher(commit).matches())) {
            throw error(place + ".commit", "must be 40 hexadecimal digits for a hub's source");
        }
        if (!hub && commit != null) {
            throw error(place + ".commit", "belongs to hub sources only");
        }
        return new LockedModel(
                source,
                commit,
                optional(place + ".licence", node.get("licence")),
                settings(place + ".import", node.get("import")),
                files(place + ".files", node.get("files")));
    }

    private ModelSource source(String place, @Nullable JsonNode node) {
        try {
            return ModelSource.parse(text(place, node), directory);
        } catch (ModelSourceException e) {
            throw error(place, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> settings(String place, @Nullable JsonNode node) {
        Map<String, String> settings = new TreeMap<>();
        object(node, place)
                .properties()
                .forEach(entry ->
                        settings.put(
                                entry.getKey(),
                                text(place + "." + entry.getKey(), entry.getValue())));
        return settings;
    }

    private List<LockedFile> files(String place, @Nullable JsonNode node) {
        if (node == null || !node.isArray() || node.isEmpty()) {
            throw error(place, "must be a list of files");
        }
        List<LockedFile> files = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (JsonNode element : node) {
            LockedFile locked = file(place + "[" + files.size() + "]", element);
            if (!paths.add(locked.path())) {
                throw error(place, locked.path() + " is there twice");
            }
            files.add(locked);
        }
        return files;
    }

    private LockedFile file(String place, JsonNode node) {
        known(object(node, place), place, "path", "size", "digest");
        String path = text(place + ".path", node.get("path"));
        if (!PATH.matcher(path).matches()
                || Arrays.stream(path.split("/"))
                        .anyMatch(name -> name.equals("..") || name.equals("."))) {
            throw error(
                    place + ".path",
                    "'%s' is not a path within a model's directory".formatted(path));
        }
        JsonNode size = node.get("size");
        if (size == null
                || !size.isIntegralNumber()
                || !size.canConvertToLong()
                || size.longValue() < 0) {
            throw error(place + ".size", "must be a number of bytes");
        }
        return new LockedFile(
                path, size.longValue(), digest(place + ".digest", node.get("digest")));
    }

    private Digest digest(String place, @Nullable JsonNode node) {
        String text = text(place, node);
        int colon = text.indexOf(':');
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            if (colon > 0 && algorithm.id().equals(text.substring(0, colon))) {
                try {
                    return new Digest(algorithm, text.substring(colon + 1));
                } catch (IllegalArgumentException e) {
                    throw error(place, String.valueOf(e.getMessage()));
                }
            }
        }
        throw error(place, "'%s' is neither sha256:… nor git-sha1:…".formatted(text));
    }

    /// One source is one state of it: which of two commits it means would be luck.
    private void checkSources(Map<String, LockedModel> models) {
        Map<ModelSource, LockedModel> bySource = new HashMap<>();
        models.forEach((id, model) -> {
            LockedModel other = bySource.putIfAbsent(model.source(), model);
            if (other != null
                    && !(Objects.equals(other.commit(), model.commit())
                            && other.files().equals(model.files()))) {
                throw error(
                        "models." + id,
                        "has the source of another model, but not its commit and files");
            }
        });
    }

    private String text(String place, @Nullable JsonNode node) {
        if (node == null || !node.isString() || node.stringValue().isBlank()) {
            throw error(place, "must be a text");
        }
        return node.stringValue();
    }

    private @Nullable String optional(String place, @Nullable JsonNode node) {
        return node == null ? null : text(place, node);
    }

    private JsonNode object(@Nullable JsonNode node, String place) {
        if (node == null || !node.isObject()) {
            throw error(place, "must be a JSON object");
        }
        return node;
    }

    private void known(JsonNode node, String place, String... keys) {
        Set<String> allowed = Set.of(keys);
        for (String key : node.propertyNames()) {
            if (!allowed.contains(key)) {
                throw error(place.isEmpty() ? key : place + "." + key, "is no key of a lockfile");
            }
        }
    }

    private LockException error(String place, String message) {
        return new LockException("%s: %s: %s".formatted(file, place, message));
    }
}
