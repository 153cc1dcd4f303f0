package dev.passerelle.registry.sync;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.Hub;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.hub.RemoteFile;
import dev.passerelle.registry.hub.Repository;
import dev.passerelle.registry.store.Blobs;
import dev.passerelle.registry.store.CacheLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Brings files of one listing into the blobs of the cache, each verified.
final class Downloads {

    /// Left free for everybody else.
    private static final long RESERVE = 256L << 20;

    private final Hub hub;
    private final Repository listing;
    private final Blobs blobs;
    private final FreeSpace space;
    private final Duration lockWait;
    private final PullListener listener;

    /// Paths.
    private final Set<String> finished = ConcurrentHashMap.newKeySet();

    Downloads(
            Hub hub,
            Repository listing,
            Blobs blobs,
            FreeSpace space,
            Duration lockWait,
            PullListener listener) {
        this.hub = hub;
        this.listing = listing;
        this.blobs = blobs;
        this.space = space;
        this.lockWait = lockWait;
        this.listener = listener;
    }

    /// Returns when all of the files are complete on disk and verified. Those that this has fetched
    /// before are left alone.
    ///
    /// @throws HubException if one can't be fetched
    void fetch(Collection<RemoteFile> files) throws IOException, InterruptedException {
        List<RemoteFile> left =
                files.stream().filter(file -> !finished.contains(file.path())).toList();
        List<RemoteFile> distinct = distinct(left);
        List<RemoteFile> missing = distinct.stream().filter(file -> !has(file)).toList();
        List<RemoteFile> present = distinct.stream().filter(this::has).toList();
        checkSpace(missing);
        Transfers.run(missing, this::download);
        if (!present.stream().allMatch(file -> blobs.isVerified(file.digest()))) {
            listener.verifying();
        }
        Transfers.run(present, this::verify);
        left.stream().filter(file -> !finished.contains(file.path())).forEach(this::keep);
    }

    /// Whether bytes of the announced number are there, right or wrong.
    boolean has(RemoteFile file) {
        return blobs.size(file.digest()) == file.size();
    }

    private static List<RemoteFile> distinct(Collection<RemoteFile> files) {
        Map<Digest, RemoteFile> distinct = new LinkedHashMap<>();
        files.forEach(file -> distinct.putIfAbsent(file.digest(), file));
        return List.copyOf(distinct.values());
    }

    private void checkSpace(List<RemoteFile> missing) throws IOException {
        long needed = 0;
        for (RemoteFile file : missing) {
            needed = saturatedSum(needed, file.size() - partial(file));
        }
        long free = space.at(blobs.directory());
        long wanted = saturatedSum(needed, RESERVE);
        if (needed > 0 && free < wanted) {
            throw new IOException(
                    "not enough disk for %s: %,d bytes are to be downloaded and %,d kept free, %s has %,d; free %,d or set HF_HUB_CACHE to another disk"
                            .formatted(
                                    listing.name(),
                                    needed,
                                    RESERVE,
                                    blobs.directory(),
                                    free,
                                    wanted - free));
        }
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private long partial(RemoteFile file) {
        return Math.min(file.size(), blobs.partialSize(file.digest()));
    }

    private void verify(RemoteFile file) throws IOException, InterruptedException {
        if (blobs.verify(file.digest())) {
            keep(file);
        } else {
            download(file);
        }
    }

    private void download(RemoteFile file) throws IOException, InterruptedException {
        try (CacheLock _ = blobs.lock(file.digest(), lockWait)) {
            if (isSound(file)) {
                keep(file);
                return;
            }
            Path partial = blobs.openPartial(file.digest());
            listener.kept(file.path(), blobs.partialSize(file.digest()));
            hub.download(listing, file, partial, listener);
            blobs.complete(file.digest());
            finish(file);
        }
    }

    private void keep(RemoteFile file) {
        listener.kept(file.path(), file.size());
        finish(file);
    }

    private void finish(RemoteFile file) {
        finished.add(file.path());
        listener.finished(file.path());
    }

    /// Whether a file is on disk and as it should be. One that is not is removed; but one that only
    /// the hub's list contradicts is what other snapshots are made of.
    private boolean isSound(RemoteFile file) throws IOException, InterruptedException {
        long size = blobs.size(file.digest());
        if (size < 0) {
            return false;
        }
        if (!blobs.verify(file.digest())) {
            blobs.discard(file.digest());
            return false;
        }
        if (size != file.size()) {
            throw new HubException(
                    HubException.Reason.MISMATCH,
                    "%s, %s: the hub lists it with %d bytes, but what has its digest has %d; tell the hub's operator"
                            .formatted(listing.name(), file.path(), file.size(), size));
        }
        return true;
    }
}
