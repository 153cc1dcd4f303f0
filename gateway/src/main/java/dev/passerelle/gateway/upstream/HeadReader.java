package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/// Reads the head of an answer by HTTP/1.1 that is there whole, of whose fields it keeps those that
/// matter.
final class HeadReader {
    private static final byte[] VERSION = "HTTP/1.".getBytes(ISO_8859_1);
    private static final int STATUS_LINE = VERSION.length + 5;

    private final byte[] bytes;
    private long length = -1;
    private boolean chunked;
    private boolean last;
    private String type = "";
    private String encoding = "";
    private String retryAfter = "";
    private String retryAfterMs = "";

    private HeadReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param end after the empty line
    /// @throws IllegalStateException if it is none
    static Head read(byte[] bytes, int start, int end) {
        HeadReader reader = new HeadReader(bytes);
        int status = reader.status(start, end);
        int at = reader.lineEnd(start, end) + 1;
        while (at < end) {
            int lineEnd = reader.lineEnd(at, end);
            reader.field(at, lineEnd);
            at = lineEnd + 1;
        }
        return new Head(
                status,
                reader.chunked ? -1 : reader.length,
                reader.chunked,
                reader.last || (reader.chunked && reader.length >= 0),
                reader.type,
                reader.encoding,
                reader.retryAfter,
                reader.retryAfterMs);
    }

    /// Whether bytes may be the beginning of an answer.
    static boolean mayBegin(byte[] bytes, int start, int end) {
        for (int i = start; i < Math.min(end, start + VERSION.length); i++) {
            if (bytes[i] != VERSION[i - start]) {
                return false;
            }
        }
        return true;
    }

    private int status(int start, int end) {
        if (end - start < STATUS_LINE || !mayBegin(bytes, start, end)) {
            throw new IllegalStateException("no status line");
        }
        last = bytes[start + VERSION.length] == '0';
        int status = 0;
        for (int i = start + VERSION.length + 2; i < start + STATUS_LINE; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw new IllegalStateException("no status");
            }
            status = 10 * status + bytes[i] - '0';
        }
        return status;
    }

    private int lineEnd(int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void field(int start, int end) {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            if (start < end && bytes[start] != '\r') {
                throw new IllegalStateException("a header has no name");
            }
            return;
        }
        switch (colon - start) {
            case 10 -> last |= is("connection", start) && says("close", colon, end);
            case 11 -> retryAfter = is("retry-after", start) ? value(colon, end) : retryAfter;
            case 12 -> type = is("content-type", start) ? value(colon, end) : type;
            case 14 -> lengthOrPause(start, colon, end);
            case 16 -> encoding = is("content-encoding", start) ? value(colon, end) : encoding;
            case 17 -> chunked |= is("transfer-encoding", start) && chunks(colon, end);
            default -> {}
        }
    }

    private void lengthOrPause(int start, int colon, int end) {
        if (is("retry-after-ms", start)) {
            retryAfterMs = value(colon, end);
        } else if (is("content-length", start)) {
            long said = Long.parseLong(value(colon, end));
            if (said < 0 || (length >= 0 && length != said)) {
                throw new IllegalStateException("lengths that can't be");
            }
            length = said;
        }
    }

    private boolean chunks(int colon, int end) {
        if (!says("chunked", colon, end)) {
            throw new IllegalStateException("a transfer encoding that nobody asked for");
        }
        return true;
    }

    private boolean says(String token, int colon, int end) {
        return value(colon, end).toLowerCase(Locale.ROOT).contains(token);
    }

    private boolean is(String name, int start) {
        for (int i = 0; i < name.length(); i++) {
            int b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(int colon, int end) {
        return new String(bytes, colon + 1, end - colon - 1, ISO_8859_1).strip();
    }
}
