package dev.passerelle.gateway.cli.progress;

import dev.passerelle.registry.PullListener;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what a pull tells. The pull's threads tell it, the display's reads it.
final class PullMeter implements PullListener {

    private final Consumer<String> remarks;
    private final LongAdder received = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder filesDone = new LongAdder();
    private volatile Listing listing = Listing.UNKNOWN;
    private volatile boolean verifying;

    /// What is to be done.
    private record Listing(int files, long bytes) {
        static final Listing UNKNOWN = new Listing(0, 0);
    }

    /// @param remarks told of what is worth a line of its own
    PullMeter(Consumer<String> remarks) {
        this.remarks = remarks;
    }

    @Override
    public void listed(String commit, int files, long bytes) {
        listing = new Listing(files, bytes);
    }

    @Override
    public void kept(String file, long bytes) {
        done.add(bytes);
    }

    @Override
    public void received(String file, long bytes) {
        received.add(Math.max(0, bytes));
        done.add(bytes);
    }

    @Override
    public void finished(String file) {
        filesDone.increment();
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

    int filesDone() {
        return filesDone.intValue();
    }

    int files() {
        return listing.files;
    }

    long total() {
        return listing.bytes;
    }

    /// Bytes that came over the network, those too that were thrown away.
    long received() {
        return received.sum();
    }

    /// Bytes on disk.
    long done() {
        return Math.clamp(done.sum(), 0, listing.bytes);
    }
}
