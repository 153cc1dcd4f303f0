package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Takes apart a stream of server-sent events, however its bytes are cut. An event of one line that
/// is there whole is not copied.
final class EventLines {
    private static final byte[] DATA = "data".getBytes(US_ASCII);
    private static final byte[] EVENT = "event".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] BREAK = {'\n'};

    private final Events events;
    private final Gathered line = new Gathered();
    private final Gathered data = new Gathered();

    private byte[] source = {};

    /// Where the only line of data so far is, if it still is where it came.
    private int dataFrom;

    private int dataTo;
    private Held held = Held.NOTHING;
    private boolean error;

    private enum Held {
        NOTHING,
        IN_PLACE,
        COPIED
    }

    /// Takes events.
    @FunctionalInterface
    interface Events {
        /// @param error whether it calls itself one
        /// @param moment when its last bytes were there
        void take(byte[] bytes, int from, int to, boolean error, long moment) throws BrokenAnswer;
    }

    EventLines(Events events) {
        this.events = events;
    }

    void take(byte[] bytes, int from, int to, long moment) throws BrokenAnswer {
        source = bytes;
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            if (end == to || !line.isEmpty()) {
                line.add(bytes, at, end);
            }
            if (end < to && line.isEmpty()) {
                line(bytes, at, end, true, moment);
            } else if (end < to) {
                line(line.bytes(), 0, line.length(), false, moment);
                line.clear();
            }
            at = end + 1;
        }
        if (held == Held.IN_PLACE) {
            copy();
        }
    }

    /// The stream is over: an event that no empty line ended counts.
    void end(long moment) throws BrokenAnswer {
        if (!line.isEmpty()) {
            line(line.bytes(), 0, line.length(), false, moment);
        }
        dispatch(moment);
    }

    /// @param inPlace whether the line is where it came, and stays until the next
    private void line(byte[] bytes, int from, int end, boolean inPlace, long moment)
            throws BrokenAnswer {
        int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        if (to == from) {
            dispatch(moment);
        } else if (is(DATA, bytes, from, to)) {
            data(bytes, value(bytes, from + DATA.length, to), to, inPlace);
        } else if (is(ERROR, bytes, from, to)) {
            // older servers of llama.cpp
            error = true;
            data(bytes, value(bytes, from + ERROR.length, to), to, inPlace);
        } else if (is(EVENT, bytes, from, to)) {
            int value = value(bytes, from + EVENT.length, to);
            error = to - value == ERROR.length && begins(ERROR, bytes, value);
        }
    }

    private void data(byte[] bytes, int from, int to, boolean inPlace) throws BrokenAnswer {
        if (held == Held.NOTHING && inPlace) {
            dataFrom = from;
            dataTo = to;
            held = Held.IN_PLACE;
            return;
        }
        if (held == Held.IN_PLACE) {
            copy();
        }
        if (held == Held.COPIED) {
            data.add(BREAK, 0, 1);
        }
        data.add(bytes, from, to);
        held = Held.COPIED;
    }

    private void copy() throws BrokenAnswer {
        data.add(source, dataFrom, dataTo);
        held = Held.COPIED;
    }

    private void dispatch(long moment) throws BrokenAnswer {
        Held which = held;
        held = Held.NOTHING;
        if (which == Held.IN_PLACE) {
            events.take(source, dataFrom, dataTo, error, moment);
        } else if (which == Held.COPIED) {
            events.take(data.bytes(), 0, data.length(), error, moment);
            data.clear();
        }
        error = false;
    }

    /// Whether the name of a line's field is that.
    private static boolean is(byte[] name, byte[] bytes, int from, int to) {
        int colon = from + name.length;
        return colon < to && bytes[colon] == ':' && begins(name, bytes, from);
    }

    private static boolean begins(byte[] name, byte[] bytes, int from) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where a field's value begins, after its colon and one space.
    private static int value(byte[] bytes, int colon, int to) {
        return colon + 1 < to && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }
}
