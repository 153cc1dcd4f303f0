package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// The data of an event that isn't one plain line: several lines, comments, other line ends.
final class EventLines {
    private static final byte[] DATA = "data".getBytes(US_ASCII);

    /// As llama.cpp's server wrote errors.
    private static final byte[] ERROR = "error".getBytes(US_ASCII);

    private static final byte[][] IGNORED = {
        "event".getBytes(US_ASCII), "id".getBytes(US_ASCII), "retry".getBytes(US_ASCII)
    };

    private EventLines() {}

    /// Joins the data of an event by spaces, which JSON doesn't mind; empty if it has none.
    ///
    /// @throws IllegalStateException if a line is no field of an event
    static byte[] data(byte[] bytes, int from, int to) {
        Inflow data = new Inflow();
        for (int start = from; start < to; ) {
            int end = start;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            int next = end + 1;
            if (end > start && bytes[end - 1] == '\r') {
                end--;
            }
            if (end > start && bytes[start] != ':') {
                field(bytes, start, end, data);
            }
            start = next;
        }
        return data.toArray();
    }

    private static void field(byte[] bytes, int start, int end, Inflow data) {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (is(DATA, bytes, start, colon) || is(ERROR, bytes, start, colon)) {
            if (data.size() > 0) {
                data.add(new byte[] {' '}, 0, 1);
            }
            int value = Math.min(end, colon + 1);
            int last = end;
            while (value < last && isSpace(bytes[value])) {
                value++;
            }
            while (value < last && isSpace(bytes[last - 1])) {
                last--;
            }
            data.add(bytes, value, last - value);
        } else if (Arrays.stream(IGNORED).noneMatch(name -> isRange(name, bytes, start, end))) {
            throw new IllegalStateException("no field of an event");
        }
    }

    private static boolean isRange(byte[] name, byte[] bytes, int start, int end) {
        int after = start + name.length;
        return after <= end
                && is(name, bytes, start, after)
                && (after == end || bytes[after] == ':');
    }

    private static boolean is(byte[] name, byte[] bytes, int start, int end) {
        return Arrays.equals(name, 0, name.length, bytes, start, end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
