package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;

/// What gates an MLP.
public enum Activation {
    SILU,
    /// By the error function.
    GELU,
    /// GELU approximated with a hyperbolic tangent.
    GELU_TANH;

    /// One by the name transformers gives it.
    ///
    /// @throws CheckpointException if it is not supported
    static Activation named(Path file, String key, String name) {
        return switch (name) {
            case "silu", "swish" -> SILU;
            case "gelu" -> GELU;
            case "gelu_pytorch_tanh", "gelu_new" -> GELU_TANH;
            default ->
                    throw new CheckpointException(
                            file,
                            "%s is '%s'; supported are silu, gelu and gelu_pytorch_tanh"
                                    .formatted(key, CheckpointException.printable(name)));
        };
    }
}
