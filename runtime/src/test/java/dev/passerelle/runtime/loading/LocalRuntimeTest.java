package dev.passerelle.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import dev.passerelle.runtime.importer.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRuntimeTest {

    @TempDir private Path directory;

    @Test
    void knowsTheBundledGenerator() {
        assertThat(runtime().facts(BundledModel.SMOLLM2))
                .isEqualTo(
                        new ModelFacts(
                                Task.TEXT_GENERATION, "llama", 134_515_008, 8192, "Q4_1", 0, true));
    }

    @Test
    void knowsTheBundledEmbedder() {
        ModelFacts facts = runtime().facts(BundledModel.BGE_SMALL);
        assertThat(facts)
                .isEqualTo(
                        new ModelFacts(
                                Task.EMBEDDING,
                                "bert",
                                facts.parameters(),
                                512,
                                "int8",
                                384,
                                false));
        // 33.36 million, and the scales of the quantised matrices
        assertThat(facts.parameters()).isBetween(33_000_000L, 33_500_000L);
    }

    @Test
    void loadsAnEmbedderInPhases() {
        List<LoadPhase> phases = new ArrayList<>();
        LoadedModel model =
                runtime().load(BundledModel.BGE_SMALL, EngineOptions.DEFAULT, phases::add);
        assertThat(model.healthy()).isTrue();
        model.close();
        assertThat(model.healthy()).isFalse();
        assertThat(phases).containsExactly(LoadPhase.LOADING, LoadPhase.WARMING_UP);
    }

    @Test
    void estimatesFromHeaders() {
        MemoryEstimate estimate =
                runtime().estimate(Fixtures.path("tiny-llama"), EngineOptions.DEFAULT);
        assertThat(estimate.weights()).isPositive();
    }

    private LocalRuntime runtime() {
        return new LocalRuntime(directory);
    }
}
