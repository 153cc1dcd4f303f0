package dev.passerelle.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.devices.DeviceReport;
import dev.passerelle.runtime.ort.cuda.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {

    private static final Processor GOOD =
            new Processor(8, "A Processor", List.of("avx2", "avx512_vnni"));
    private static final Gpu GPU = new Gpu(0, "NVIDIA H200", 150_000_000_000L, "9.0");

    @TempDir Path directory;

    @Test
    void aMachineWithAGpuOffersIt() {
        DeviceReport devices =
                devices(List.of("CUDAExecutionProvider", "CPUExecutionProvider"), List.of());
        Diagnosis diagnosis = diagnose(machine(GOOD, 16L << 30, 65_536), devices);

        assertThat(diagnosis.problems()).isEmpty();
        assertThat(diagnosis.warnings()).isEmpty();
        assertThat(diagnosis.abilities())
                .isNotNull()
                .satisfies(abilities ->
                        assertThat(abilities.devices()).containsExactly("cpu", "cuda:0"));
        assertThat(DiagnosisText.of(diagnosis))
                .contains(
                        "processors    8, A Processor (avx2, avx512_vnni)",
                        "memory        17.2 GB of the machine's 68.7 GB, 1.0 GB free, Java heap up to 512.0 MB",
                        "ONNX Runtime  1.29.0, providers CUDA, CPU",
                        "NVIDIA driver up to CUDA 12.8",
                        "cuda:0        NVIDIA H200, 150.0 GB (140.0 GB free), compute capability 9.0",
                        "Nothing is wrong.");
    }

    @Test
    void aGpuThatCannotBeUsedIsAWarning() {
        DeviceReport devices =
                devices(List.of("CPUExecutionProvider"), List.of("this build has no CUDA"));
        Diagnosis diagnosis = diagnose(machine(GOOD, 16L << 30, 65_536), devices);

        assertThat(diagnosis.warnings())
                .containsExactly("no GPU can be used: this build has no CUDA");
        assertThat(DiagnosisText.of(diagnosis))
                .contains(
                        "devices       cpu", "warning: no GPU can be used: this build has no CUDA");
    }

    @Test
    void aWeakMachineIsToldHowToMendIt() {
        Diagnosis diagnosis =
                diagnose(
                        machine(new Processor(1, "", List.of("avx2")), 1L << 30, 1024),
                        devices(List.of("CUDAExecutionProvider"), List.of()));

        assertThat(diagnosis.warnings())
                .satisfiesExactly(
                        slow -> assertThat(slow).contains("no VNNI"),
                        memory -> assertThat(memory).contains("1.1 GB of memory", "slots"),
                        files -> assertThat(files).contains("1024 files", "ulimit -n"));
    }

    @Test
    void librariesThatDoNotLoadAreAProblem() {
        Diagnosis diagnosis =
                Diagnosis.of(
                        "1",
                        machine(GOOD, 16L << 30, 65_536),
                        () -> {
                            throw new UnsatisfiedLinkError("no glibc");
                        },
                        directory,
                        directory,
                        Optional.empty());

        assertThat(diagnosis.problems()).singleElement().asString().contains("no glibc");
        assertThat(DiagnosisText.of(diagnosis)).noneMatch(line -> line.startsWith("devices"));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAProblem() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Folder folder = Folder.of("data", file.resolve("home"));

        assertThat(folder.writable()).isFalse();
        Diagnosis diagnosis =
                Diagnosis.of(
                        "1",
                        machine(GOOD, 16L << 30, 65_536),
                        () -> devices(List.of("CPUExecutionProvider"), List.of()),
                        file.resolve("home"),
                        directory,
                        Optional.empty());
        assertThat(diagnosis.problems())
                .singleElement()
                .asString()
                .contains("can't be written to", "PASSERELLE_HOME");
    }

    @Test
    void readsTheProcessorOfLinux() {
        assertThat(
                        Processor.of(
                                List.of(
                                        "processor\t: 0",
                                        "model name\t: Some Xeon",
                                        "flags\t\t: fpu avx2 fma avx512f avx512_vnni"),
                                4))
                .isEqualTo(
                        new Processor(
                                4, "Some Xeon", List.of("avx2", "fma", "avx512f", "avx512_vnni")));
        assertThat(Processor.of(List.of("Features\t: fp asimd asimddp i8mm"), 2))
                .isEqualTo(new Processor(2, "", List.of("asimddp", "i8mm")));
        assertThat(Processor.of(List.of(), 2).slowness()).isEmpty();
    }

    private Diagnosis diagnose(Machine machine, DeviceReport devices) {
        return Diagnosis.of("1", machine, () -> devices, directory, directory, Optional.empty());
    }

    private static Machine machine(Processor processor, long memory, long files) {
        return new Machine(
                "25",
                "Linux 6",
                "amd64",
                processor,
                memory,
                64L << 30,
                1_000_000_000,
                512_000_000,
                files);
    }

    private static DeviceReport devices(List<String> providers, List<String> obstacles) {
        return new DeviceReport(
                "1.29.0",
                providers,
                "/natives",
                "12.8",
                List.of(new DeviceReport.Memory(GPU, 140_000_000_000L)),
                obstacles);
    }
}
