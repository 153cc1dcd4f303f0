package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.family.Rope.Beyond;
import dev.passerelle.runtime.importer.family.RopeScaling.Divisors;
import dev.passerelle.runtime.importer.family.RopeScaling.Yarn;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads rotary parameters from GGUF metadata (`rope.…`) and tensors (`rope_….weight`).
final class GgufRope {

    private static final String FREQUENCIES = "rope_freqs.weight";
    private static final String SHORT = "rope_factors_short.weight";
    private static final String LONG = "rope_factors_long.weight";

    private final Path path;
    private final GgufFile file;
    private final GgufMetadata metadata;
    private final String prefix;
    private final int dimensions;
    private final boolean interleaved;

    GgufRope(GgufFile file, String architecture, int dimensions, boolean interleaved) {
        this.path = file.origin();
        this.file = file;
        this.metadata = file.metadata();
        this.prefix = architecture + ".rope.";
        this.dimensions = dimensions;
        this.interleaved = interleaved;
    }

    /// Of layers that see the whole sequence.
    Rope full(int contextLength) {
        double theta = metadata.number(prefix + "freq_base").orElse(10_000.0);
        Optional<StoredTensor> longer = file.tensor(LONG);
        if (longer.isPresent()) {
            return longRope(theta, longer.get(), contextLength);
        }
        return new Rope(theta, dimensions, interleaved, scaling(theta, contextLength));
    }

    /// Of layers with a window, where their own is known; never scaled.
    Optional<Rope> windowed(double usualTheta) {
        double theta = metadata.number(prefix + "freq_base_swa").orElse(usualTheta);
        return Optional.of(new Rope(theta, dimensions, interleaved, new RopeScaling.None()));
    }

    private Rope longRope(double theta, StoredTensor longer, int contextLength) {
        StoredTensor shorter =
                file.tensor(SHORT)
                        .orElseThrow(() -> CheckpointException.tensor(path, SHORT, "is missing"));
        double magnitude = number("scaling.attn_factor", 1);
        return new Rope(
                theta,
                dimensions,
                interleaved,
                divisors(shorter, magnitude),
                Optional.of(
                        new Beyond(originalContext(contextLength), divisors(longer, magnitude))));
    }

    private RopeScaling scaling(double theta, int contextLength) {
        Optional<StoredTensor> divisors = file.tensor(FREQUENCIES);
        if (divisors.isPresent()) {
            return divisors(divisors.get(), 1);
        }
        String type = metadata.text(prefix + "scaling.type").orElse("none");
        return switch (type) {
            case "none" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(factor());
            case "yarn" -> yarn(theta, contextLength);
            default ->
                    throw new CheckpointException(
                            path,
                            "%sscaling.type is '%s'; supported are none, linear, yarn and factors in %s or %s"
                                    .formatted(
                                            prefix,
                                            CheckpointException.printable(type),
                                            FREQUENCIES,
                                            LONG));
        };
    }

    private RopeScaling yarn(double theta, int contextLength) {
        if (metadata.number(prefix + "scaling.yarn_log_multiplier").orElse(0.0) != 0) {
            throw new CheckpointException(
                    path, prefix + "scaling.yarn_log_multiplier is not supported");
        }
        double original = originalContext(contextLength);
        double factor = factor();
        double first = Yarn.pair(number("scaling.yarn_beta_fast", 32), dimensions, theta, original);
        double last = Yarn.pair(number("scaling.yarn_beta_slow", 1), dimensions, theta, original);
        double advised = Yarn.magnitude(factor, 1) * number("scaling.attn_factor", 1);
        return new Yarn(
                factor,
                Math.max(Math.floor(first), 0),
                Math.min(Math.ceil(last), dimensions - 1),
                number("scaling.yarn_attn_factor", advised));
    }

    private double factor() {
        String key = prefix + "scaling.factor";
        return Sizes.positive(path, key, metadata.requireNumber(key));
    }

    private double number(String key, double absent) {
        return Sizes.positive(path, prefix + key, metadata.number(prefix + key).orElse(absent));
    }

    private int originalContext(int contextLength) {
        String key = prefix + "scaling.original_context_length";
        long original = metadata.integer(key).orElse((long) contextLength);
        return Sizes.checked(path, key, original, Sizes.MOST_CONTEXT);
    }

    private RopeScaling divisors(StoredTensor tensor, double magnitude) {
        float[] values = tensor.requireShape(List.of(dimensions / 2L)).floats();
        for (float value : values) {
            Sizes.positive(path, tensor.name(), value);
        }
        return new Divisors(values, magnitude);
    }
}
