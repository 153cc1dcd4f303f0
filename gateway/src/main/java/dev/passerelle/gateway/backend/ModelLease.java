package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.LoadedModel;
import java.util.concurrent.atomic.AtomicBoolean;

/// The right to use one loaded version of a model, which isn't closed before the lease is. Taken
/// before a request's first work on the model, closed after the last.
public final class ModelLease<M extends LoadedModel> implements AutoCloseable {
    private final ServedModel served;
    private final M model;
    private final Version version;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ModelLease(ServedModel served, M model, Version version) {
        this.served = served;
        this.model = model;
        this.version = version;
    }

    /// What the model is served as, whatever alias the request used.
    public ServedModel served() {
        return served;
    }

    public M model() {
        return model;
    }

    /// The revision of the files this version was loaded from.
    public String revision() {
        return version.revision();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            version.release();
        }
    }
}
