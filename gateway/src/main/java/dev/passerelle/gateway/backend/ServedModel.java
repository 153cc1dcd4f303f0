package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A model under the name clients use, and the version of it that is loaded, if one is. Versions
/// come and go while the server listens; [#status()] is what is known at a moment.
public final class ServedModel {
    private final AtomicLong reservedBytes = new AtomicLong();
    private final Attempts attempts = new Attempts();

    /// Held while new files are read and made known, so that both happen in one order.
    private final Object files = new Object();

    private volatile ModelStatus status;
    private volatile @Nullable Version current;
    private volatile Demand demand = Demand.NONE;
    private volatile LifecycleListener listener = LifecycleListener.SILENT;
    private volatile Consumer<Snapshot> reader = _ -> {};
    private volatile int mostSlots = Integer.MAX_VALUE;
    private volatile boolean settled;
    private volatile boolean failing;
    private boolean closed;

    /// A model that isn't loaded: idle if its first use loads it, else loading.
    ///
    /// @param createdAt shown as `created` in the list of models
    public ServedModel(ModelConfig config, Instant createdAt) {
        ModelState state =
                config.load() == ModelConfig.Load.START
                        ? new ModelState.Loading()
                        : new ModelState.Idle();
        status = new ModelStatus(config, state, createdAt, null, null, null, config.engine(), null);
    }

    public String id() {
        return status.config().id();
    }

    public ModelConfig config() {
        return status.config();
    }

    public Instant createdAt() {
        return status.createdAt();
    }

    public ModelStatus status() {
        return status;
    }

    public ModelState state() {
        return status.state();
    }

    /// Bytes of the memory budget that its versions hold, those on their way in and out included.
    public long reservedBytes() {
        return reservedBytes.get();
    }

    /// Whether requests are answered, or could be after a load: false after a failure until it is
    /// mended.
    public boolean works() {
        return !failing;
    }

    /// Whether the first attempt to load it has ended; true for one that loads on first use.
    public boolean isSettled() {
        return settled || config().load() == ModelConfig.Load.FIRST_USE;
    }

    /// From here on requests reach a model that was loaded elsewhere, outside the memory budget.
    public void ready(LoadedModel model) {
        serve(new Version(model, null, null, InstantSource.system()));
    }

    /// From here on requests are refused with this reason.
    public synchronized void failed(String reason) {
        failing = true;
        settled = true;
        state(new ModelState.Failed(reason));
    }

    /// What its files say, whether or not it is loaded.
    public void known(Snapshot snapshot, ModelFacts facts, MemoryEstimate memory) {
        ModelFiles files = new ModelFiles(snapshot.checkpoint(), null, snapshot.revision());
        known(new Inspection(snapshot, files, facts, memory, engine()));
    }

    void known(Inspection inspection) {
        synchronized (files) {
            reader.accept(inspection.snapshot());
            knows(inspection);
        }
    }

    /// The same, unless a load or a refresh has told something newer meanwhile.
    void knownAtFirst(Inspection inspection) {
        synchronized (files) {
            if (status.snapshot() == null) {
                known(inspection);
            }
        }
    }

    private synchronized void knows(Inspection inspection) {
        status = status.with(inspection);
    }

    /// Who reads the files a model is served from, in the thread that brings them, before its
    /// status names them.
    void reader(Consumer<Snapshot> reads) {
        reader = reads;
        Snapshot snapshot = status.snapshot();
        if (snapshot != null) {
            reads.accept(snapshot);
        }
    }

    /// How it is to be loaded: as configured, with no more slots than it is limited to.
    EngineOptions engine() {
        EngineOptions wanted = config().engine();
        return wanted.slots() <= mostSlots ? wanted : SlotPlan.with(wanted, mostSlots);
    }

    /// Has it loaded with at most so many slots, unless the operator chose their number.
    void limitSlots(int most) {
        mostSlots = config().slotsGiven() ? Integer.MAX_VALUE : most;
    }

    /// Commit of the files of the version that is loaded; empty if none is.
    public String revision() {
        Version version = current;
        return version == null ? "" : version.revision();
    }

    /// Begins a use of the version that is loaded.
    ///
    /// @throws ModelUnavailable if none is; a load has begun then where that makes sense
    Version acquire() {
        for (Version version = current; version != null; version = successor(version)) {
            if (version.acquire()) {
                return version;
            }
        }
        throw unavailable();
    }

    private @Nullable Version successor(Version version) {
        Version now = current;
        return now == version ? null : now;
    }

    private ModelUnavailable unavailable() {
        ModelState before = state();
        Duration retryAfter = demand.demanded(this);
        String message =
                before instanceof ModelState.Failed(String reason)
                        ? "The model '%s' could not be loaded: %s".formatted(id(), reason)
                        : "The model '%s' is being loaded: try again shortly.".formatted(id());
        return new ModelUnavailable(message, retryAfter);
    }

    /// Makes this version the one that requests get from here on. The one before is closed when its
    /// last use ends.
    void serve(Version version) {
        Version before;
        synchronized (files) {
            Inspection inspection = version.inspection();
            if (inspection != null) {
                reader.accept(inspection.snapshot());
            }
            before = replace(version);
        }
        if (before != null) {
            before.retire(() -> {});
        }
    }

    private synchronized @Nullable Version replace(Version version) {
        if (closed) {
            return version;
        }
        Version before = current;
        current = version;
        settled = true;
        failing = false;
        Inspection read = version.inspection();
        ModelStatus known = read == null ? status : status.with(read);
        status = known.with(new ModelState.Ready(version.model())).updating(null);
        return before;
    }

    /// Unloads a version when its last use has ended; new requests are refused meanwhile.
    void evict(Version version) {
        version.retire(() -> {
            if (vacated(version)) {
                listener.evicted(id());
            }
        });
    }

    /// Takes new requests after all, unless the version is closed or another has taken its place.
    synchronized void stay(Version version) {
        if (current == version && !closed) {
            version.revive();
        }
    }

    private synchronized boolean vacated(Version version) {
        if (current != version) {
            return false;
        }
        current = null;
        if (state() instanceof ModelState.Ready) {
            state(new ModelState.Idle());
        }
        return true;
    }

    /// Unloads a version that stopped working, and has another loaded; nothing if another has taken
    /// its place already.
    void broke(Version version, String reason) {
        if (fails(version, reason)) {
            version.retire(() -> {
                vacated(version);
                var _ = demand.demanded(this);
            });
        }
    }

    private synchronized boolean fails(Version version, String reason) {
        boolean served = current == version && !version.isRetired();
        if (served) {
            failed(reason);
        }
        return served;
    }

    synchronized void state(ModelState state) {
        status = status.with(state);
    }

    /// It could not be loaded for now; its next use tries again.
    synchronized void idle() {
        settled = true;
        failing = false;
        state(new ModelState.Idle());
    }

    /// How far a newer revision is; null when it is served or was none.
    synchronized void updating(ModelStatus.@Nullable Update update) {
        status = status.updating(update);
    }

    @Nullable Version current() {
        return current;
    }

    Attempts attempts() {
        return attempts;
    }

    LifecycleListener listener() {
        return listener;
    }

    void listener(LifecycleListener hears) {
        listener = hears;
    }

    void demand(Demand begins) {
        demand = begins;
    }

    void reserved(long bytes) {
        reservedBytes.addAndGet(bytes);
    }

    /// Retires the version that is loaded; none is served any more.
    void close() {
        Version last = lastVersion();
        if (last != null) {
            last.retire(() -> {});
        }
    }

    private synchronized @Nullable Version lastVersion() {
        closed = true;
        return current;
    }
}
