package dev.passerelle.gateway.cli.doctor;

import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.runtime.devices.DeviceReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A diagnosis as people read it.
public final class DiagnosisText {

    private static final int LABEL = 14;

    private final List<String> lines = new ArrayList<>();

    private DiagnosisText() {}

    public static List<String> of(Diagnosis diagnosis) {
        DiagnosisText text = new DiagnosisText();
        text.add("passerelle", diagnosis.version());
        text.add(diagnosis.machine());
        if (diagnosis.devices() != null && diagnosis.abilities() != null) {
            text.add(diagnosis.devices());
            text.add(diagnosis.abilities());
        }
        diagnosis.folders().forEach(text::add);
        text.addAll("problem", diagnosis.problems());
        text.addAll("warning", diagnosis.warnings());
        if (diagnosis.problems().isEmpty() && diagnosis.warnings().isEmpty()) {
            text.lines.add("");
            text.lines.add("Nothing is wrong.");
        }
        return text.lines;
    }

    private void add(Machine machine) {
        add("Java", machine.java());
        add("system", "%s, %s".formatted(machine.system(), machine.architecture()));
        Processor processor = machine.processor();
        add(
                "processors",
                "%d%s%s"
                        .formatted(
                                processor.count(),
                                processor.model().isEmpty() ? "" : ", " + processor.model(),
                                processor.instructions().isEmpty()
                                        ? ""
                                        : " (%s)"
                                                .formatted(
                                                        String.join(
                                                                ", ", processor.instructions()))));
        add(
                "memory",
                "%s%s, %s free, Java heap up to %s"
                        .formatted(
                                Quantities.bytes(machine.memory()),
                                machine.isContainer()
                                        ? " of the machine's %s"
                                                .formatted(
                                                        Quantities.bytes(machine.machineMemory()))
                                        : "",
                                Quantities.bytes(machine.freeMemory()),
                                Quantities.bytes(machine.javaHeap())));
        add("open files", machine.openFiles() == 0 ? "unknown" : "up to " + machine.openFiles());
    }

    private void add(DeviceReport devices) {
        add(
                "ONNX Runtime",
                "%s, providers %s"
                        .formatted(
                                devices.onnxRuntime(),
                                String.join(
                                        ", ",
                                        devices.providers().stream()
                                                .map(DiagnosisText::shortName)
                                                .toList())));
        add("libraries", orElse(devices.libraries(), "unpacked anew at each start"));
        add(
                "NVIDIA driver",
                devices.cudaDriver() == null ? "none" : "up to CUDA " + devices.cudaDriver());
        for (DeviceReport.Memory memory : devices.gpus()) {
            add(
                    "cuda:" + memory.gpu().index(),
                    "%s, %s%s, compute capability %s"
                            .formatted(
                                    memory.gpu().name(),
                                    Quantities.bytes(memory.gpu().bytes()),
                                    memory.freeBytes() == null
                                            ? ""
                                            : " (%s free)"
                                                    .formatted(
                                                            Quantities.bytes(memory.freeBytes())),
                                    memory.gpu().computeCapability()));
        }
    }

    private static String shortName(String provider) {
        return provider.replaceFirst("ExecutionProvider$", "");
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null ? other : text;
    }

    private void add(Abilities abilities) {
        add("devices", String.join(", ", abilities.devices()));
        add("families", String.join(", ", abilities.families()));
        add("weights", String.join(", ", abilities.weightFormats()));
        add("precisions", String.join(", ", abilities.precisions()));
    }

    private void add(Folder folder) {
        add(
                folder.purpose(),
                "%s, %s, %s free"
                        .formatted(
                                folder.path(),
                                folder.writable() ? "writable" : "not writable",
                                Quantities.bytes(folder.freeBytes())));
    }

    private void addAll(String kind, List<String> findings) {
        if (!findings.isEmpty()) {
            lines.add("");
            findings.forEach(finding -> lines.add(kind + ": " + finding));
        }
    }

    private void add(String label, String value) {
        lines.add(label + " ".repeat(Math.max(1, LABEL - label.length())) + value);
    }
}
