package dev.passerelle.gateway.config;

import dev.passerelle.runtime.Device;
import java.util.Optional;

/// Values of `models[].engine`.
final class EngineTypes {

    static final ValueType<Device> DEVICE =
            new ValueType<>("`auto`, `cpu`, `cuda` or `cuda:N`", EngineTypes::device);

    /// 0 if it is off.
    static final ValueType<Long> SIZE_OR_OFF =
            new ValueType<>("a size such as `256MiB`, or `off`", EngineTypes::size);

    private EngineTypes() {}

    private static Optional<Device> device(String text) {
        try {
            return Optional.of(Device.of(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Long> size(String text) {
        return text.equals("off") || text.equals("0")
                ? Optional.of(0L)
                : Quantities.SIZE.reader().apply(text);
    }
}
