package dev.passerelle.loadtests.stub;

import java.util.Locale;

/// When the parts of one answer are due, in the moments of a [Pacer], stalls aside.
///
/// @param received when the request had been read
/// @param admitted when it may take a slot
/// @param granted when it had one
/// @param first when its first token is due
/// @param offsets of each token from the first
@SuppressWarnings("ArrayRecordComponent") // one of each request, of thousands a second
record Course(long received, long admitted, long granted, long first, long[] offsets) {
    private static final double MILLI = 1e6;

    long due(int token) {
        return first + offsets[token];
    }

    long last() {
        return first + (offsets.length == 0 ? 0 : offsets[offsets.length - 1]);
    }

    long queued() {
        return granted - admitted;
    }

    /// The value of `Server-Timing`, as programmed.
    ///
    /// @param whole whether all is generated
    String serverTiming(boolean whole) {
        String before =
                String.format(
                        Locale.ROOT,
                        "admission;dur=%.3f, queue;dur=%.3f, prompt;dur=%.3f",
                        (admitted - received) / MILLI,
                        queued() / MILLI,
                        (first - granted) / MILLI);
        return whole
                ? before + String.format(Locale.ROOT, ", decode;dur=%.3f", (last() - first) / MILLI)
                : before;
    }
}
