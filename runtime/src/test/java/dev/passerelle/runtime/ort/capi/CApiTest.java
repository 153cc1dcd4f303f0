package dev.passerelle.runtime.ort.capi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import dev.passerelle.runtime.ort.SharedOrtEnvironment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The functions behind the indices do what their names say.
class CApiTest {

    @TempDir private static Path directory;
    private static Path graph;

    private int openBefore;

    @BeforeAll
    static void prepare() throws IOException {
        SharedOrtEnvironment.get();
        graph = SumGraph.write(directory.resolve("sum.onnx"));
    }

    @BeforeEach
    void count() {
        openBefore = NativeObject.open();
    }

    @AfterEach
    void nothingStaysOpen() {
        assertThat(NativeObject.open()).isEqualTo(openBefore);
    }

    @Test
    void isTheLibraryOfTheJavaApi() {
        assertThat(Environment.version())
                .isEqualTo(OrtEnvironment.getEnvironment().getVersion())
                .isEqualTo("1.29.0");
        assertThat(Environment.providers()).contains("CPUExecutionProvider");
    }

    @Test
    void aProcessHasOneEnvironment() {
        try (Environment one = Environment.share();
                Environment other = Environment.share()) {
            assertThat(one.address()).isEqualTo(other.address());
        }
        try (Environment again = Environment.share()) {
            assertThat(again.address()).isNotEqualTo(MemorySegment.NULL);
        }
    }

    @Test
    void bindsOnceAndSeesWhatChangesInPlace() {
        try (Environment environment = Environment.share();
                SessionOptions options = SessionOptions.of(1);
                Session session = Session.open(environment, graph, options);
                MemoryPlace place = MemoryPlace.cpu();
                Arena arena = Arena.ofConfined()) {
            MemorySegment left = arena.allocateFrom(JAVA_LONG, 1, 2, 3);
            MemorySegment right = arena.allocateFrom(JAVA_LONG, 10, 20, 30);
            MemorySegment sum = arena.allocate(JAVA_LONG, 3);
            try (IoBinding binding = IoBinding.of(session);
                    Tensor a = Tensor.over(place, left, ElementType.INT64, 3);
                    Tensor b = Tensor.over(place, right, ElementType.INT64, 3);
                    Tensor out = Tensor.over(place, sum, ElementType.INT64, 3)) {
                binding.input("left", a);
                binding.input("right", b);
                binding.output("sum", out);
                session.run(binding);
                assertThat(sum.toArray(JAVA_LONG)).containsExactly(11, 22, 33);
                left.setAtIndex(JAVA_LONG, 1, 100);
                binding.input("left", a);
                session.run(binding);
                assertThat(sum.toArray(JAVA_LONG)).containsExactly(11, 120, 33);
            }
        }
    }

    @Test
    void tellsTheTypesOfInputs() {
        try (Environment environment = Environment.share();
                SessionOptions options = SessionOptions.of(1);
                Session session = Session.open(environment, graph, options)) {
            assertThat(session.inputs())
                    .isEqualTo(Map.of("left", ElementType.INT64, "right", ElementType.INT64));
        }
    }

    @Test
    void errorsCarryTheMessage() {
        try (Environment environment = Environment.share();
                SessionOptions options = SessionOptions.of(1);
                Session session = Session.open(environment, graph, options);
                MemoryPlace place = MemoryPlace.cpu();
                IoBinding binding = IoBinding.of(session);
                IoBinding wrong = IoBinding.of(session);
                Arena arena = Arena.ofConfined();
                Tensor tensor =
                        Tensor.over(place, arena.allocate(JAVA_INT, 3), ElementType.INT32, 3)) {
            assertThatThrownBy(() -> wrong.input("middle", tensor))
                    .isInstanceOf(OrtFailure.class)
                    .hasMessageContaining("middle");
            binding.input("left", tensor);
            binding.input("right", tensor);
            assertThatThrownBy(() -> session.run(binding))
                    .isInstanceOf(OrtFailure.class)
                    .hasMessageContaining("int32");
        }
    }

    @Test
    void aTensorNeverReachesBeyondItsMemory() {
        try (MemoryPlace place = MemoryPlace.cpu();
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(JAVA_INT, 3);
            assertThatThrownBy(() -> Tensor.over(place, memory, ElementType.INT32, 2, 2))
                    .hasMessageContaining("16 bytes does not fit 12");
        }
    }

    @Test
    void whatIsClosedIsNotUsedAgain() {
        Environment environment = Environment.share();
        environment.close();
        environment.close();
        assertThatThrownBy(environment::address).hasMessage("Environment is closed");
    }

    @Test
    void aBuildWithoutCudaSaysSo() {
        try (SessionOptions options = SessionOptions.of(1)) {
            assertThatThrownBy(() -> options.addCuda(Map.of("device_id", "0")))
                    .isInstanceOf(OrtFailure.class)
                    .hasMessageContaining("CUDA");
        }
    }
}
