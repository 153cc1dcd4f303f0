package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.loading.LoadPhase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// A runtime whose models take what tests say.
final class FakeRuntime implements ModelRuntime {
    final Map<String, Long> sizes = new ConcurrentHashMap<>();
    final Map<String, Long> perSlot = new ConcurrentHashMap<>();
    final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    final Map<String, String> broken = new ConcurrentHashMap<>();
    final List<FakeModel> loaded = new CopyOnWriteArrayList<>();

    /// What each load waits for.
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public ModelFacts facts(Path checkpoint) {
        readers.add(Thread.currentThread());
        return new ModelFacts(ModelFacts.Task.EMBEDDING, "fake", 1, 1, "F32", 1, false);
    }

    @Override
    public MemoryEstimate estimate(Path checkpoint, EngineOptions options) {
        String model = model(checkpoint);
        return new MemoryEstimate(
                sizes.getOrDefault(model, 10L),
                perSlot.getOrDefault(model, 0L) * options.slots(),
                0);
    }

    @Override
    public LoadedModel load(Path checkpoint, EngineOptions options, Consumer<LoadPhase> phases) {
        phases.accept(LoadPhase.IMPORTING);
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        String reason = broken.get(revision(checkpoint));
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
        FakeModel model = new FakeModel(revision(checkpoint));
        loaded.add(model);
        return model;
    }

    /// Memory of the models that are loaded and not closed.
    long open() {
        return loaded.stream().filter(model -> model.closed.get() == 0).count();
    }

    private static String model(Path checkpoint) {
        return String.valueOf(checkpoint.getName(1));
    }

    private static String revision(Path checkpoint) {
        return String.valueOf(checkpoint.getFileName());
    }
}
