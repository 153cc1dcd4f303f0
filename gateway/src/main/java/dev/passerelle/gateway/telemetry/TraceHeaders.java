package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import org.jspecify.annotations.Nullable;

/// Reads what a client says of its trace (W3C Trace Context, level 2). What isn't valid is ignored.
final class TraceHeaders {
    private static final int LENGTH = 55;
    private static final int LONGEST_STATE = 512;
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    private TraceHeaders() {}

    /// @return [TraceParent#NONE] if `traceparent` isn't valid
    static TraceParent read(@Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null || !valid(traceparent)) {
            return TraceParent.NONE;
        }
        return new TraceParent(traceparent, tracestate == null ? "" : state(tracestate));
    }

    private static boolean valid(String parent) {
        if (parent.length() < LENGTH || !hex(parent, 0, 2) || parent.startsWith("ff")) {
            return false;
        }
        boolean whole =
                parent.startsWith("00")
                        ? parent.length() == LENGTH
                        : parent.length() == LENGTH || parent.charAt(LENGTH) == '-';
        return whole
                && plain(parent)
                && parent.charAt(TRACE - 1) == '-'
                && parent.charAt(SPAN - 1) == '-'
                && parent.charAt(FLAGS - 1) == '-'
                && id(parent, TRACE, SPAN - 1)
                && id(parent, SPAN, FLAGS - 1)
                && hex(parent, FLAGS, LENGTH);
    }

    /// Whether it is an id, which isn't all zeros.
    private static boolean id(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero &= text.charAt(i) == '0';
        }
        return !zero && hex(text, from, to);
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /// One that could break a header, or is too long, is left out.
    private static String state(String state) {
        return state.length() <= LONGEST_STATE && plain(state) ? state : "";
    }

    private static boolean plain(String text) {
        return text.length() <= LONGEST_STATE
                && text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
    }
}
