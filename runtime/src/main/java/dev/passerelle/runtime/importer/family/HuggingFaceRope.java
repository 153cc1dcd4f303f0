package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.family.Rope.Beyond;
import dev.passerelle.runtime.importer.family.RopeScaling.Divisors;
import dev.passerelle.runtime.importer.family.RopeScaling.Yarn;
import java.util.Optional;

/// Reads rotary parameters from `config.json`, in the form of transformers 5 (`rope_parameters`) or
/// of earlier versions (`rope_theta`, `rope_scaling`, `rope_local_base_freq`).
final class HuggingFaceRope {

    private static final double USUAL_THETA = 10_000;

    private final ConfigFile config;
    private final int headDim;
    private final int contextLength;

    HuggingFaceRope(ConfigFile config, int headDim, int contextLength) {
        this.config = config;
        this.headDim = headDim;
        this.contextLength = contextLength;
    }

    /// The rope of layers that see the whole sequence, or of those with a window.
    Rope rope(boolean windowed) {
        ConfigFile parameters = config.within(config.get("rope_parameters"));
        String kind = windowed ? "sliding_attention" : "full_attention";
        if (parameters.get(kind).isObject()) {
            return rope(config.within(parameters.get(kind)));
        }
        if (parameters.values().isObject()) {
            return rope(parameters);
        }
        if (windowed && config.has("rope_local_base_freq")) {
            return plain(config.number("rope_local_base_freq"));
        }
        return rope(config.within(config.get("rope_scaling")));
    }

    private Rope plain(double theta) {
        return new Rope(theta, headDim, false, new RopeScaling.None());
    }

    private Rope rope(ConfigFile parameters) {
        double theta = parameters.number("rope_theta", config.number("rope_theta", USUAL_THETA));
        double share =
                parameters.number(
                        "partial_rotary_factor", config.number("partial_rotary_factor", 1));
        int dimensions = (int) (headDim * share);
        String type = parameters.text("rope_type", parameters.text("type", "default"));
        return switch (type) {
            case "default" -> rope(theta, dimensions, new RopeScaling.None());
            case "linear" ->
                    rope(theta, dimensions, new RopeScaling.Linear(parameters.number("factor")));
            case "llama3" -> rope(theta, dimensions, llama3(parameters));
            case "yarn" -> rope(theta, dimensions, yarn(parameters, theta, dimensions));
            case "longrope", "su" -> longRope(parameters, theta, dimensions);
            default ->
                    throw new CheckpointException(
                            config.path(),
                            "rope_type is '%s'; supported are default, linear, llama3, yarn and longrope"
                                    .formatted(CheckpointException.printable(type)));
        };
    }

    private static Rope rope(double theta, int dimensions, RopeScaling scaling) {
        return new Rope(theta, dimensions, false, scaling);
    }

    private static RopeScaling llama3(ConfigFile parameters) {
        return new RopeScaling.Llama3(
                parameters.number("factor"),
                parameters.number("low_freq_factor"),
                parameters.number("high_freq_factor"),
                parameters.number("original_max_position_embeddings"));
    }

    private RopeScaling yarn(ConfigFile parameters, double theta, int dimensions) {
        double original = originalContext(parameters);
        double factor = parameters.number("factor", contextLength / original);
        double first = Yarn.pair(parameters.number("beta_fast", 32), dimensions, theta, original);
        double last = Yarn.pair(parameters.number("beta_slow", 1), dimensions, theta, original);
        boolean whole = parameters.flag("truncate", true);
        return new Yarn(
                factor,
                Math.max(whole ? Math.floor(first) : first, 0),
                Math.min(whole ? Math.ceil(last) : last, dimensions - 1),
                parameters.number("attention_factor", magnitude(parameters, factor)));
    }

    private static double magnitude(ConfigFile parameters, double factor) {
        boolean weighed =
                parameters.get("mscale").asDouble(0) != 0
                        && parameters.get("mscale_all_dim").asDouble(0) != 0;
        return weighed
                ? Yarn.magnitude(factor, parameters.number("mscale"))
                        / Yarn.magnitude(factor, parameters.number("mscale_all_dim"))
                : Yarn.magnitude(factor, 1);
    }

    private Rope longRope(ConfigFile parameters, double theta, int dimensions) {
        double original = originalContext(parameters);
        double factor = parameters.number("factor", contextLength / original);
        double advised = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        double magnitude = parameters.number("attention_factor", advised);
        int pairs = dimensions / 2;
        return new Rope(
                theta,
                dimensions,
                false,
                new Divisors(parameters.floats("short_factor", pairs), magnitude),
                Optional.of(
                        new Beyond(
                                (int) original,
                                new Divisors(parameters.floats("long_factor", pairs), magnitude))));
    }

    private double originalContext(ConfigFile parameters) {
        String key = "original_max_position_embeddings";
        int original =
                parameters
                        .optionalSize(key, Sizes.MOST_CONTEXT)
                        .orElseGet(() ->
                                config.optionalSize(key, Sizes.MOST_CONTEXT).orElse(contextLength));
        return Math.max(2, original);
    }
}
