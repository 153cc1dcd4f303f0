package dev.passerelle.gateway.cli.doctor;

import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.runtime.devices.DeviceReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that `doctor` finds.
///
/// @param version of the program
/// @param devices absent if ONNX Runtime doesn't load, and so are the abilities
/// @param folders those that are written to
/// @param problems what keeps the program from serving, each with its remedy
/// @param warnings what makes it slower or less safe, each with its remedy
public record Diagnosis(
        String version,
        Machine machine,
        @Nullable DeviceReport devices,
        @Nullable Abilities abilities,
        List<Folder> folders,
        List<String> problems,
        List<String> warnings) {

    private static final long LITTLE_MEMORY = 2L << 30;
    private static final long LITTLE_SPACE = 5_000_000_000L;
    private static final long FEW_FILES = 4096;

    /// Looks at a machine.
    ///
    /// @param devices fails if ONNX Runtime can't be loaded
    /// @param home the directory for data
    /// @param cache the hub's cache
    /// @param configuration what is wrong with the configuration
    public static Diagnosis of(
            String version,
            Machine machine,
            Supplier<DeviceReport> devices,
            Path home,
            Path cache,
            Optional<String> configuration) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        configuration.ifPresent(problems::add);
        DeviceReport report = report(devices, problems);
        List<Folder> folders = List.of(Folder.of("data", home), Folder.of("models", cache));
        examine(machine, warnings);
        if (report != null) {
            examine(report, warnings);
        }
        folders.forEach(folder -> examine(folder, problems, warnings));
        return new Diagnosis(
                version,
                machine,
                report,
                report == null ? null : Abilities.with(report),
                folders,
                List.copyOf(problems),
                List.copyOf(warnings));
    }

    private static @Nullable DeviceReport report(
            Supplier<DeviceReport> devices, List<String> problems) {
        try {
            return devices.get();
        } catch (RuntimeException | LinkageError e) {
            problems.add(
                    "ONNX Runtime can't be loaded (%s): it needs Linux with glibc or macOS, and a temporary directory or PASSERELLE_HOME that programs may be run from"
                            .formatted(e.getMessage()));
            return null;
        }
    }

    private static void examine(Machine machine, List<String> warnings) {
        machine.processor().slowness().ifPresent(warnings::add);
        if (machine.memory() < LITTLE_MEMORY) {
            warnings.add(
                    "there are %s of memory: lower models[].engine.slots and max-length, or give it 2 GB at least"
                            .formatted(Quantities.bytes(machine.memory())));
        }
        if (machine.openFiles() > 0 && machine.openFiles() < FEW_FILES) {
            warnings.add(
                    "%d files may be open at once and each connection is one: raise it (ulimit -n, LimitNOFILE of systemd, --ulimit nofile of Docker)"
                            .formatted(machine.openFiles()));
        }
    }

    private static void examine(DeviceReport devices, List<String> warnings) {
        if (devices.libraries() == null) {
            warnings.add(
                    "ONNX Runtime's libraries are unpacked anew at each start: start the program with ./passerelle, or set -Dpasserelle.natives");
        }
        boolean expected =
                !devices.gpus().isEmpty() || devices.providers().contains("CUDAExecutionProvider");
        if (expected) {
            devices.obstacles()
                    .forEach(obstacle -> warnings.add("no GPU can be used: " + obstacle));
        }
    }

    private static void examine(Folder folder, List<String> problems, List<String> warnings) {
        String setting =
                folder.purpose().equals("data") ? "PASSERELLE_HOME" : "HF_HOME or HF_HUB_CACHE";
        if (!folder.writable()) {
            problems.add(
                    "%s can't be written to: change who owns it, or name another directory in %s"
                            .formatted(folder.path(), setting));
        } else if (folder.freeBytes() < LITTLE_SPACE) {
            warnings.add(
                    "%s has %s free: make room, or name another directory in %s"
                            .formatted(
                                    folder.path(), Quantities.bytes(folder.freeBytes()), setting));
        }
    }
}
