package dev.passerelle.registry.sync;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.Hub;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A hub without a network: repositories of byte arrays, which end early or differ when a test says
/// so.
final class MemoryHub implements Hub {

    private static final int LARGE = 1000;

    private final Map<String, Repository> revisions = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, Integer> breaks = new ConcurrentHashMap<>();
    private final List<String> downloaded = new CopyOnWriteArrayList<>();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong listed = new AtomicLong();

    /// Makes a revision consist of files, and of nothing else.
    ///
    /// @return its commit
    String put(String name, String revision, Map<String, byte[]> files) {
        List<RemoteFile> remote = new ArrayList<>();
        MessageDigest commit = Digest.Algorithm.GIT_BLOB_SHA_1.begin(0);
        new LinkedHashMap<>(files)
                .forEach((path, bytes) -> {
                    Digest digest = digest(bytes);
                    contents.put(digest, bytes);
                    remote.add(new RemoteFile(path, bytes.length, digest));
                    commit.update((path + digest).getBytes(StandardCharsets.UTF_8));
                });
        String hex = Digest.Algorithm.GIT_BLOB_SHA_1.end(commit).hex();
        Repository repository = new Repository(name, hex, remote);
        revisions.put(name + "@" + revision, repository);
        revisions.put(name + "@" + hex, repository);
        return hex;
    }

    /// Lets a revision be a commit that is there.
    void move(String name, String revision, String commit) {
        revisions.put(name + "@" + revision, revisions.get(name + "@" + commit));
    }

    private static Digest digest(byte[] bytes) {
        Digest.Algorithm algorithm =
                bytes.length > LARGE ? Digest.Algorithm.SHA_256 : Digest.Algorithm.GIT_BLOB_SHA_1;
        MessageDigest computation = algorithm.begin(bytes.length);
        computation.update(bytes);
        return algorithm.end(computation);
    }

    /// Breaks the next download of a file after some bytes.
    void breakAfter(String path, int bytes) {
        breaks.put(path, bytes);
    }

    /// The files that were asked for since the last call, by name.
    List<String> takeDownloaded() {
        List<String> taken = downloaded.stream().sorted().toList();
        downloaded.clear();
        return taken;
    }

    @Override
    public Repository repository(String name, String revision) throws HubException {
        listed.incrementAndGet();
        Repository found = revisions.get(name + "@" + revision);
        if (found == null) {
            throw new HubException(Reason.NOT_FOUND, name + "@" + revision + " is not there");
        }
        return found;
    }

    @Override
    public void download(
            Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws IOException {
        downloaded.add(file.path());
        byte[] content = contents.get(file.digest());
        if (content == null) {
            throw new HubException(Reason.NOT_FOUND, file.path() + " is not there");
        }
        int from = Files.exists(partial) ? (int) Files.size(partial) : 0;
        Integer until = breaks.remove(file.path());
        int to = until == null ? content.length : until;
        byte[] rest = from > to ? new byte[0] : Arrays.copyOfRange(content, from, to);
        Files.write(partial, rest, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        sent.addAndGet(rest.length);
        listener.received(file.path(), rest.length);
        if (until != null) {
            throw new HubException(Reason.UNREACHABLE, file.path() + " broke off");
        }
        if (!file.digest().algorithm().of(partial).equals(file.digest())) {
            Files.delete(partial);
            throw new HubException(Reason.MISMATCH, file.path() + " is not as announced");
        }
    }
}
