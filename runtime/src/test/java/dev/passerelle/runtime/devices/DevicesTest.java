package dev.passerelle.runtime.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ort.cuda.CudaDriver;
import dev.passerelle.runtime.ort.cuda.FakeCuda;
import dev.passerelle.runtime.ort.cuda.Gpu;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private static final List<String> CPU_BUILD = List.of("CPUExecutionProvider");
    private static final List<String> CUDA_BUILD =
            List.of("CUDAExecutionProvider", "CPUExecutionProvider");

    private final FakeCuda cuda = new FakeCuda(2, 1000 << 20);

    @AfterEach
    void nothingStaysOpen() {
        assertThat(cuda.open()).isZero();
        cuda.close();
    }

    @Test
    void autoIsTheFirstGpuWhereOneCanBeUsed() {
        assertThat(complete().choose(new Device.Auto())).isEqualTo(new Device.Cuda(0));
    }

    @Test
    void autoIsTheProcessorWhereAnythingIsMissing() {
        assertThat(new Devices(CPU_BUILD, _ -> true, driver()).choose(new Device.Auto()))
                .isEqualTo(new Device.Cpu());
        assertThat(new Devices(CUDA_BUILD, _ -> false, driver()).choose(new Device.Auto()))
                .isEqualTo(new Device.Cpu());
        assertThat(new Devices(CUDA_BUILD, _ -> true, Optional.empty()).choose(new Device.Auto()))
                .isEqualTo(new Device.Cpu());
    }

    @Test
    void theProcessorIsNeverAskedAbout() {
        assertThat(complete().choose(new Device.Cpu())).isEqualTo(new Device.Cpu());
    }

    @Test
    void aGpuThatIsAskedForIsTaken() {
        assertThat(complete().choose(new Device.Cuda(1))).isEqualTo(new Device.Cuda(1));
    }

    @Test
    void allThatIsMissingIsSaidWithItsRemedy() {
        Devices devices = new Devices(CPU_BUILD, _ -> false, Optional.empty());
        assertThatThrownBy(() -> devices.choose(new Device.Cuda(0)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("device is cuda:0")
                .hasMessageContaining("-Pcuda")
                .hasMessageContaining("libcuda.so.1")
                .hasMessageContaining("libcudart.so.12")
                .hasMessageContaining("cpu or auto");
    }

    @Test
    void missingLibrariesAreNamed() {
        Devices devices = new Devices(CUDA_BUILD, name -> !name.startsWith("libcublas"), driver());
        assertThatThrownBy(() -> devices.choose(new Device.Cuda(0)))
                .hasMessageContaining("(libcublas.so.12, libcublasLt.so.12)")
                .hasMessageContaining("LD_LIBRARY_PATH");
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> complete().choose(new Device.Cuda(2)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("device is cuda:2; there are cuda:0 (Fake GPU 0), cuda:1 (Fake GPU 1)");
    }

    @Test
    void aModelThatIsTooLargeIsRefused() {
        Devices devices = complete();
        devices.requireRoom(new Device.Cuda(0), new MemoryEstimate(500 << 20, 400 << 20, 0));
        assertThatThrownBy(() ->
                        devices.requireRoom(
                                new Device.Cuda(0), new MemoryEstimate(500 << 20, 501 << 20, 0)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("cuda:0 has 1000 MiB free and the model takes up to 1001");
    }

    @Test
    void reportsTheGpus() {
        DeviceReport report = complete().report();
        assertThat(report.onnxRuntime()).isEqualTo("1.29.0");
        assertThat(report.cudaDriver()).isEqualTo("12.8");
        assertThat(report.obstacles()).isEmpty();
        assertThat(report.gpus())
                .containsExactly(
                        new DeviceReport.Memory(
                                new Gpu(0, "Fake GPU 0", 1000 << 20, "9.0"), 1000L << 20),
                        new DeviceReport.Memory(
                                new Gpu(1, "Fake GPU 1", 1000 << 20, "9.0"), 1000L << 20));
    }

    @Test
    void thisProcessHasAProcessorAtLeast() {
        DeviceReport report = Devices.ofProcess().report();
        assertThat(report.providers()).contains("CPUExecutionProvider");
    }

    private Devices complete() {
        Devices.ofProcess();
        return new Devices(CUDA_BUILD, _ -> true, driver());
    }

    private Optional<CudaDriver> driver() {
        return Optional.of(cuda.driver());
    }
}
