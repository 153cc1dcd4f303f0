package dev.passerelle.runtime.importer.family;

import java.util.stream.IntStream;

/// Which layers see a sliding window of the sequence, where nothing lists them.
enum WindowRule {
    NONE(false),
    ALL(false),
    /// All, if asked for.
    OPTIONAL(true),
    /// From `max_window_layers` on, if asked for.
    UPPER(true),
    /// Those without rope, if asked for.
    WITHOUT_ROPE(true),
    /// All but every `sliding_window_pattern`-th.
    PATTERN(false);

    private final boolean optional;

    WindowRule(boolean optional) {
        this.optional = optional;
    }

    /// Whether `use_sliding_window` must be true for there to be any.
    boolean optional() {
        return optional;
    }

    /// Whether a layer is one of those between full ones.
    static boolean between(int layer, int pattern) {
        return (layer + 1) % pattern != 0;
    }

    /// Layers between every `interval`-th, as 1, and those, as 0.
    static int[] allButEvery(int interval, int layers) {
        return IntStream.range(0, layers).map(layer -> between(layer, interval) ? 1 : 0).toArray();
    }
}
