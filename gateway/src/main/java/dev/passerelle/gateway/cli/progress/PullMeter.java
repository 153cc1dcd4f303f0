package dev.passerelle.gateway.cli.progress;

import dev.passerelle.registry.PullListener;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what a pull tells. The pull's threads tell it, the display's reads it.
final class PullMeter implements PullListener {

    private final Consumer<String> remarks;
    private final LongAdder received = new LongAdder();
    private volatile Listing listing = Listing.UNKNOWN;
    private volatile boolean verifying;

    /// What is to be done.
    ///
    /// @param present bytes on disk before anything was received
    private record Listing(int files, long bytes, long present) {
        static final Listing UNKNOWN = new Listing(0, 0, 0);
    }

    /// @param remarks told of what is worth a line of its own
    PullMeter(Consumer<String> remarks) {
        this.remarks = remarks;
    }

    /// A listing of fewer bytes is of a part of what is known already.
    @Override
    public synchronized void listed(String commit, int files, long bytes, long present) {
        if (bytes >= listing.bytes) {
            listing = new Listing(files, bytes, present - received.sum());
        }
    }

    @Override
    public void received(String file, long bytes) {
        received.add(bytes);
    }

    @Override
    public void retrying(String file, String reason, Duration pause) {
        remarks.accept(
                "%s: %s; trying again in %.1f s".formatted(file, reason, pause.toMillis() / 1e3));
    }

    @Override
    public void verifying() {
        verifying = true;
    }

    boolean isListed() {
        return !listing.equals(Listing.UNKNOWN);
    }

    boolean isVerifying() {
        return verifying;
    }

    int files() {
        return listing.files;
    }

    long total() {
        return listing.bytes;
    }

    /// Bytes that came over the network.
    long received() {
        return received.sum();
    }

    /// Bytes on disk.
    long done() {
        Listing known = listing;
        return Math.clamp(known.present + received.sum(), 0, Math.max(0, known.bytes));
    }
}
