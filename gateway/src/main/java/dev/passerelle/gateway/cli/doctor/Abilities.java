package dev.passerelle.gateway.cli.doctor;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.devices.DeviceReport;
import dev.passerelle.runtime.loading.LocalRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What this build can do on this machine.
///
/// @param families `model_type`s of text generation models
/// @param weightFormats types of stored weights
/// @param precisions values of `engine.precision`
/// @param devices values of `engine.device`, of GPUs those that can be used
public record Abilities(
        List<String> families,
        List<String> weightFormats,
        List<String> precisions,
        List<String> devices) {

    static Abilities with(DeviceReport devices) {
        Stream<String> gpus =
                devices.obstacles().isEmpty()
                        ? devices.gpus().stream().map(gpu -> "cuda:" + gpu.gpu().index())
                        : Stream.empty();
        return new Abilities(
                LocalRuntime.architectures().stream().sorted().toList(),
                LocalRuntime.weightFormats(),
                Arrays.stream(Precision.values()).map(Precision::id).toList(),
                Stream.concat(Stream.of("cpu"), gpus).toList());
    }
}
