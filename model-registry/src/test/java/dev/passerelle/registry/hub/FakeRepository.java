package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model repository of a fake hub: commits, and branches and tags that point to them and can be
/// moved while it is being read.
public final class FakeRepository {

    private final String name;
    private final Map<String, Map<String, FakeFile>> commits = new ConcurrentHashMap<>();
    private final Map<String, String> references = new ConcurrentHashMap<>();
    private volatile Access access = new Access(Visibility.OPEN, null);

    /// Who may read a repository.
    enum Visibility {
        OPEN,
        /// Everyone sees the list, the files are for those who accepted the licence.
        GATED,
        /// Others are told that it doesn't exist.
        PRIVATE
    }

    /// @param token of those who may read
    record Access(Visibility visibility, @Nullable String token) {
        boolean allows(@Nullable String authorization) {
            return visibility == Visibility.OPEN || ("Bearer " + token).equals(authorization);
        }
    }

    FakeRepository(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// Makes a commit of exactly these files and lets `main` point to it.
    ///
    /// @return its id, which is the same for the same files
    public String push(Map<String, FakeFile> files) {
        return push("main", files);
    }

    /// Makes a commit of exactly these files and lets a branch or tag point to it.
    public String push(String reference, Map<String, FakeFile> files) {
        String commit = id(files);
        commits.put(commit, new LinkedHashMap<>(files));
        references.put(reference, commit);
        return commit;
    }

    /// Makes a commit of a directory's files, which are streamed from there, and lets `main` point
    /// to it.
    public String push(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            Map<String, FakeFile> files = new TreeMap<>();
            tree.filter(Files::isRegularFile)
                    .forEach(file ->
                            files.put(
                                    directory.relativize(file).toString(), FakeFile.onDisk(file)));
            return push(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets a branch or tag, new or not, point to a commit.
    public void move(String reference, String commit) {
        references.put(reference, commit);
    }

    /// Shows files only to those with a token of someone who accepted the licence.
    public void gate(String token) {
        access = new Access(Visibility.GATED, token);
    }

    /// Hides the repository from all without the token.
    public void hide(String token) {
        access = new Access(Visibility.PRIVATE, token);
    }

    Access access() {
        return access;
    }

    /// The commit that a branch, tag or commit id means.
    Optional<String> commit(String revision) {
        return commits.containsKey(revision)
                ? Optional.of(revision)
                : Optional.ofNullable(references.get(revision));
    }

    Map<String, FakeFile> files(String commit) {
        return commits.getOrDefault(commit, Map.of());
    }

    /// The large file of a digest.
    Optional<FakeFile> large(String digest) {
        return commits.values().stream()
                .flatMap(files -> files.values().stream())
                .filter(file -> file.large() && file.digest().hex().equals(digest))
                .findFirst();
    }

    private String id(Map<String, FakeFile> files) {
        MessageDigest computation = Algorithm.GIT_BLOB_SHA_1.begin(0);
        computation.update(name.getBytes(StandardCharsets.UTF_8));
        new TreeMap<>(files)
                .forEach((path, file) ->
                        computation.update(
                                (path + ' ' + file.size() + ' ' + file.digest() + '\n')
                                        .getBytes(StandardCharsets.UTF_8)));
        Digest id = Algorithm.GIT_BLOB_SHA_1.end(computation);
        return id.hex();
    }
}
