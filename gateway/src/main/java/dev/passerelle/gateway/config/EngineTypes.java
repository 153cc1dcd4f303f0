package dev.passerelle.gateway.config;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.KvPrecision;
import java.util.Optional;
import java.util.stream.Stream;

/// Values of `models[].engine`.
final class EngineTypes {

    static final ValueType<Device> DEVICE =
            new ValueType<>("`auto`, `cpu`, `cuda` or `cuda:N`", EngineTypes::device);

    /// 0 if it is off.
    static final ValueType<Long> SIZE_OR_OFF =
            new ValueType<>("a size such as `256MiB`, or `off`", EngineTypes::size);

    /// Those that graphs made here can have.
    static final ValueType<KvPrecision> KV_PRECISION =
            new ValueType<>("`fp32`, `fp16`", EngineTypes::kvPrecision);

    private EngineTypes() {}

    private static Optional<KvPrecision> kvPrecision(String text) {
        return Stream.of(KvPrecision.FP32, KvPrecision.FP16)
                .filter(each -> each.id().equals(text))
                .findFirst();
    }

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
