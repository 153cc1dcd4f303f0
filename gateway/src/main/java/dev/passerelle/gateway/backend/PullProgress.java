package dev.passerelle.gateway.backend;

import dev.passerelle.registry.PullListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows a pull as states of a model: downloading with its progress, then verifying.
final class PullProgress implements PullListener {

    /// Bytes from one state to the next; smaller steps nobody sees.
    private static final long STEP = 1 << 20;

    private final ServedModel model;
    private final Consumer<ModelState> states;
    private @Nullable String commit;
    private long total;
    private long done;
    private long told;

    PullProgress(ServedModel model, Consumer<ModelState> states) {
        this.model = model;
        this.states = states;
    }

    /// What the revision is now, once the hub has said so.
    synchronized @Nullable String commit() {
        return commit;
    }

    @Override
    public synchronized void listed(String found, int files, long bytes) {
        commit = found;
        total = bytes;
        tell();
    }

    @Override
    public void kept(String file, long bytes) {
        add(bytes);
    }

    @Override
    public void received(String file, long bytes) {
        if (bytes > 0) {
            model.listener().downloaded(model.id(), bytes);
        }
        add(bytes);
    }

    private synchronized void add(long bytes) {
        done += bytes;
        if (Math.abs(done - told) >= STEP || done == total) {
            tell();
        }
    }

    @Override
    public void verifying() {
        states.accept(new ModelState.Verifying());
    }

    private void tell() {
        told = done;
        states.accept(new ModelState.Downloading(done, total));
    }
}
