package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.backend.MemoryBudget.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/// Finds memory for versions to be loaded: what is free, else that of the models whose last use is
/// longest ago. Those take no new requests, finish what runs, and are unloaded.
///
/// Claims are served one after the other in the order of their coming, so that small ones can't
/// keep the memory from a large one that waits.
final class Room {

    /// How far a claim may go.
    enum Manner {
        /// Take what is free.
        FREE_ONLY,
        /// Unload others that aren't pinned.
        EVICTING
    }

    /// A model that nobody has used yet stays for this long, so that whoever asked for it gets it:
    /// two models with memory for one would otherwise push each other out unused.
    private static final Duration WELCOME = Duration.ofSeconds(30);

    private final MemoryBudget budget;
    private final Collection<ServedModel> models;
    private final Duration drain;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1, true);

    /// @param models those that may be unloaded, unless pinned
    /// @param drain how long a claim waits for running requests on what it unloads
    Room(MemoryBudget budget, Collection<ServedModel> models, Duration drain, InstantSource clock) {
        this.budget = budget;
        this.models = models;
        this.drain = drain;
        this.clock = clock;
    }

    /// Reserves memory for a version of a model; waits for memory that is being given back.
    ///
    /// @throws NoRoomException if there isn't enough; then nothing was unloaded, or only what had
    ///   no running requests
    Reservation claim(ServedModel claimant, long bytes, Manner manner)
            throws NoRoomException, InterruptedException {
        turn.acquire();
        try {
            return claimInTurn(claimant, bytes, manner);
        } finally {
            turn.release();
        }
    }

    private Reservation claimInTurn(ServedModel claimant, long bytes, Manner manner)
            throws NoRoomException, InterruptedException {
        long kept = kept(claimant);
        if (bytes > budget.bytes() - kept) {
            throw tooLarge(bytes, kept);
        }
        List<Occupied> victims = new ArrayList<>();
        long shortage = bytes - budget.freeSoon();
        if (shortage > 0 && manner == Manner.EVICTING) {
            for (Occupied candidate : leastRecentlyUsedFirst(claimant)) {
                if (shortage > 0) {
                    victims.add(candidate);
                    shortage -= candidate.version.size();
                }
            }
        }
        if (shortage > 0) {
            throw new NoRoomException(
                    "%s of memory are needed and %s are free now"
                            .formatted(Bytes.shown(bytes), Bytes.shown(budget.free())),
                    false);
        }
        victims.forEach(Occupied::evict);
        return budget.take(claimant, bytes, drain).orElseThrow(() -> stillInUse(victims));
    }

    private NoRoomException stillInUse(List<Occupied> victims) {
        victims.forEach(Occupied::stay);
        return new NoRoomException(
                "requests on the models that were to make room still ran after %d s"
                        .formatted(drain.toSeconds()),
                false);
    }

    private NoRoomException tooLarge(long bytes, long kept) {
        String others =
                kept == 0
                        ? ""
                        : ", of which %s are kept by pinned models or the version served now"
                                .formatted(Bytes.shown(kept));
        return new NoRoomException(
                "it needs %s of memory and memory.budget is %s%s; lower engine.slots or engine.max-length, or raise the budget"
                        .formatted(Bytes.shown(bytes), Bytes.shown(budget.bytes()), others),
                true);
    }

    /// Bytes that a version of a model can have at most, however long it waits.
    long most(ServedModel claimant) {
        return budget.bytes() - kept(claimant);
    }

    /// Bytes that no waiting will free: pinned models, and the claimant's own version.
    private long kept(ServedModel claimant) {
        return models.stream()
                .filter(model -> model == claimant || model.config().pinned())
                .map(ServedModel::current)
                .filter(Objects::nonNull)
                .filter(version -> !version.isRetired())
                .mapToLong(Version::size)
                .sum();
    }

    private List<Occupied> leastRecentlyUsedFirst(ServedModel claimant) {
        Instant welcomeUntil = clock.instant().minus(WELCOME);
        List<Occupied> candidates = new ArrayList<>();
        for (ServedModel model : models) {
            Version version = model.current();
            if (version != null
                    && model != claimant
                    && !model.config().pinned()
                    && version.isEvictable(welcomeUntil)) {
                candidates.add(new Occupied(model, version, version.isInUse(), version.lastUse()));
            }
        }
        candidates.sort(Comparator.comparing(Occupied::inUse).thenComparing(Occupied::lastUse));
        return candidates;
    }

    /// @param inUse taken once, as sorting needs values that stand still
    private record Occupied(ServedModel model, Version version, boolean inUse, Instant lastUse) {
        void evict() {
            model.evict(version);
        }

        void stay() {
            model.stay(version);
        }
    }
}
