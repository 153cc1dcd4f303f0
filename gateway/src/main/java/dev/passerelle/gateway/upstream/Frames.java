package dev.passerelle.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Frames of HTTP/2 as they come, and those that are sent (RFC 9113, 4 and 6).
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PUSH = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 0x20;

    static final int ENABLE_PUSH = 2;
    static final int INITIAL_WINDOW = 4;
    static final int MAX_FRAME = 5;

    static final int FIRST_WINDOW = (1 << 16) - 1;
    static final int OUR_WINDOW = 1 << 20;
    static final int LONGEST = 1 << 14;

    private static final int HEAD = 9;
    private static final int SETTING = 6;

    private final Link link;
    private int type;
    private int flags;
    private int stream;
    private int start;
    private int end;

    Frames(Link link) {
        this.link = link;
    }

    /// Waits for the next frame, which is told by the other methods; false at the end of the
    /// connection.
    ///
    /// @throws IllegalStateException if it is too long
    boolean next(Patience patience) throws IOException {
        while (link.size() < HEAD || link.size() < HEAD + length()) {
            if (!link.fill(patience.left())) {
                return false;
            }
        }
        byte[] bytes = link.bytes();
        int from = link.from();
        start = from + HEAD;
        end = start + length();
        type = bytes[from + 3];
        flags = bytes[from + 4];
        stream = int32(bytes, from + 5) & Integer.MAX_VALUE;
        link.usedTo(end);
        return true;
    }

    private int length() {
        byte[] bytes = link.bytes();
        int length = int32(bytes, link.from()) >>> 8;
        if (length > LONGEST) {
            throw new IllegalStateException("a frame is too long");
        }
        return length;
    }

    int type() {
        return type;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int stream() {
        return stream;
    }

    byte[] bytes() {
        return link.bytes();
    }

    /// Where what it carries begins, without padding and priority.
    int start() {
        int skipped = has(PADDED) && padded() ? 1 : 0;
        return start + skipped + (type == HEADERS && has(PRIORITY) ? 5 : 0);
    }

    int end() {
        int last = end - (has(PADDED) && padded() ? link.bytes()[start] & 0xff : 0);
        if (last < start()) {
            throw new IllegalStateException("a frame is all padding");
        }
        return last;
    }

    private boolean padded() {
        return type == DATA || type == HEADERS;
    }

    /// Bytes of what it carries, padding included.
    int size() {
        return end - start;
    }

    int int32(int offset) {
        if (start + offset + 4 > end) {
            throw new IllegalStateException("a frame is too short");
        }
        return int32(link.bytes(), start + offset);
    }

    /// The value of a setting; another one if it isn't set.
    int setting(int name, int otherwise) {
        int value = otherwise;
        for (int at = start; at + SETTING <= end; at += SETTING) {
            byte[] bytes = link.bytes();
            if (((bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff) == name) {
                value = int32(bytes, at + 2);
            }
        }
        return value;
    }

    void send(ByteArrayOutputStream out, Patience patience) throws IOException {
        if (out.size() > 0) {
            link.write(out.toByteArray(), patience.left());
            out.reset();
        }
    }

    /// Our settings, and room for more bytes than they may say.
    static void greeting(ByteArrayOutputStream out) {
        head(out, 2 * SETTING, SETTINGS, 0, 0);
        setting(out, ENABLE_PUSH, 0);
        setting(out, INITIAL_WINDOW, OUR_WINDOW);
        window(out, 0, OUR_WINDOW - FIRST_WINDOW);
    }

    private static void setting(ByteArrayOutputStream out, int name, int value) {
        out.write(name >> 8);
        out.write(name);
        int32(out, value);
    }

    static void headers(ByteArrayOutputStream out, int stream, byte[] fields, boolean last) {
        int at = 0;
        do {
            int length = Math.min(LONGEST, fields.length - at);
            boolean whole = at + length == fields.length;
            int endStream = last && at == 0 ? END_STREAM : 0;
            head(
                    out,
                    length,
                    at == 0 ? HEADERS : CONTINUATION,
                    endStream | (whole ? END_HEADERS : 0),
                    stream);
            out.write(fields, at, length);
            at += length;
        } while (at < fields.length);
    }

    static void data(
            ByteArrayOutputStream out, int stream, byte[] bytes, int from, int length, int flags) {
        head(out, length, DATA, flags, stream);
        out.write(bytes, from, length);
    }

    static void window(ByteArrayOutputStream out, int stream, int more) {
        head(out, 4, WINDOW, 0, stream);
        int32(out, more);
    }

    static void settingsTaken(ByteArrayOutputStream out) {
        head(out, 0, SETTINGS, ACK, 0);
    }

    /// Answers the ping that came last.
    void pong(ByteArrayOutputStream out) {
        head(out, size(), PING, ACK, 0);
        out.write(link.bytes(), start, size());
    }

    private static void head(
            ByteArrayOutputStream out, int length, int type, int flags, int stream) {
        int32(out, length << 8 | type);
        out.write(flags);
        int32(out, stream);
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        out.write(value >> 24);
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
