package dev.passerelle.gateway.backend;

import dev.passerelle.registry.Snapshots;
import dev.passerelle.runtime.EngineOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// How many slots the models that load at start may have where the operator left that open: each as
/// many as are configured by default, or equally fewer, so that all on this disk fit the memory.
/// Without this the first to come would take what the others need.
///
/// @param budget bytes
record SlotPlan(Snapshots snapshots, ModelRuntime runtime, long budget) {
    private static final Logger LOG = System.getLogger(SlotPlan.class.getName());

    /// The same options with another number of slots.
    static EngineOptions with(EngineOptions engine, int slots) {
        return new EngineOptions(
                slots,
                engine.maxLength(),
                engine.queueLength(),
                engine.queueDeadline(),
                engine.prefillChunk(),
                engine.threads(),
                engine.precision(),
                engine.device(),
                engine.prefixCaching(),
                engine.speculation(),
                engine.kvPrecision());
    }

    /// Limits the slots of models. Where not even one slot each fits, it changes nothing: then they
    /// can't all be loaded at once anyway.
    void limit(Collection<ServedModel> models) {
        List<Candidate> candidates = candidates(models);
        if (candidates.stream().mapToLong(Candidate::wanted).sum() <= budget) {
            return;
        }
        for (int slots = most(candidates) - 1; slots > 0; slots--) {
            if (total(candidates, slots) <= budget) {
                int limit = slots;
                candidates.forEach(candidate -> candidate.model.limitSlots(limit));
                return;
            }
        }
    }

    /// A model that can't be read now says so when it is loaded.
    private List<Candidate> candidates(Collection<ServedModel> models) {
        List<Candidate> candidates = new ArrayList<>();
        for (ServedModel model : models) {
            try {
                snapshots
                        .find(model.config().source())
                        .map(own -> ModelFiles.of(model.config(), own, snapshots))
                        .map(found -> new Candidate(model, found, bytes(model, found, all(model))))
                        .ifPresent(candidates::add);
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "not in the plan: " + model.id(), e);
            }
        }
        return candidates;
    }

    private static int most(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> !candidate.model.config().slotsGiven())
                .mapToInt(candidate -> all(candidate.model))
                .max()
                .orElse(0);
    }

    private static int all(ServedModel model) {
        return model.engine().slots();
    }

    private long total(List<Candidate> candidates, int slots) {
        return candidates.stream()
                .mapToLong(candidate -> bytes(candidate.model, candidate.files, slots))
                .sum();
    }

    /// While a revision takes the place of another, both are there.
    private long bytes(ServedModel model, ModelFiles files, int slots) {
        EngineOptions engine = model.engine();
        boolean lowered = !model.config().slotsGiven() && slots < engine.slots();
        EngineOptions planned = lowered ? with(engine, slots) : engine;
        long once = runtime.estimate(files.checkpoint(), files.adapter(), planned).total();
        return model.config().refresh() == null ? once : 2 * once;
    }

    /// @param wanted bytes with all slots
    private record Candidate(ServedModel model, ModelFiles files, long wanted) {}
}
