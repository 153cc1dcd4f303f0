package dev.passerelle.registry.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// `models.lock`: what the configured models are, to be committed beside the configuration. The
/// same models always give the same bytes.
///
/// @param models by id
public record Lockfile(SortedMap<String, LockedModel> models) {

    public static final String FILE_NAME = "models.lock";

    /// Version of the format.
    static final int VERSION = 1;

    public Lockfile {
        models = new TreeMap<>(models);
    }

    public static Lockfile of(Map<String, LockedModel> models) {
        return new Lockfile(new TreeMap<>(models));
    }

    /// Reads a file; empty if there is none. Relative `file:` sources start from its directory.
    ///
    /// @throws LockException if it is not a lockfile of this version, sound in every part
    public static Optional<Lockfile> read(Path file) {
        try {
            return Optional.of(new LockfileReader(file).read(Files.readString(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LockException(file + ": can't be read as UTF-8 text: " + e, e);
        }
    }

    /// Writes a file; whoever reads it meanwhile sees the old one or the new one.
    public void write(Path file) throws IOException {
        new LockfileWriter(file).write(this);
    }

    public Optional<LockedModel> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /// What would be otherwise if another lockfile took the place of this one.
    public List<Drift> differences(Lockfile other) {
        List<Drift> drifts = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(models.keySet());
        ids.addAll(other.models.keySet());
        for (String id : ids) {
            LockedModel before = models.get(id);
            LockedModel after = other.models.get(id);
            if (before == null) {
                drifts.add(new Drift(id, "has no entry in " + FILE_NAME));
            } else if (after == null) {
                drifts.add(
                        new Drift(
                                id,
                                "has an entry in "
                                        + FILE_NAME
                                        + ", but is no model of the configuration"));
            } else {
                Comparison.of(before, after).forEach(what -> drifts.add(new Drift(id, what)));
            }
        }
        return drifts;
    }
}
