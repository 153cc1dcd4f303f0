package dev.passerelle.registry.lock;

import dev.passerelle.registry.ModelSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a model was when it was locked.
///
/// @param source as configured
/// @param commit which commit of the hub's repository; absent for files that are not a hub's
/// @param licence as the model's card states it, if it does
/// @param settings what else decides on the graph that runs, by name
/// @param files the model's own, by path
public record LockedModel(
        ModelSource source,
        @Nullable String commit,
        @Nullable String licence,
        SortedMap<String, String> settings,
        List<LockedFile> files) {

    /// @param settings in any order
    /// @param files in any order
    public LockedModel(
            ModelSource source,
            @Nullable String commit,
            @Nullable String licence,
            Map<String, String> settings,
            List<LockedFile> files) {
        this(source, commit, licence, new TreeMap<>(settings), files);
    }

    public LockedModel {
        settings = new TreeMap<>(settings);
        files = files.stream().sorted(Comparator.comparing(LockedFile::path)).toList();
    }

    /// Bytes of all files.
    public long size() {
        return files.stream().mapToLong(LockedFile::size).sum();
    }

    public Optional<LockedFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /// The source at the locked commit; a source that is not a hub's as it is.
    public ModelSource pinned() {
        return source instanceof ModelSource.Hub(var repository, _, var variant) && commit != null
                ? new ModelSource.Hub(repository, commit, variant)
                : source;
    }
}
