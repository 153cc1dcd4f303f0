package dev.passerelle.gateway.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A JSON object on one line, in ASCII: whatever else is in a text is escaped, so that a log can be
/// looked at on a terminal.
final class JsonLine {
    private static final int USUAL = 640;
    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_NUMBER = 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private byte[] bytes = new byte[USUAL];
    private int length;

    JsonLine() {
        bytes[length++] = '{';
    }

    /// A text, of which no more than the beginning is kept; none if it is empty.
    void text(AccessField field, String value) {
        if (!value.isEmpty()) {
            name(field);
            quote();
            escape(value);
            quote();
        }
    }

    /// Two texts with a slash between.
    void path(AccessField field, String first, String second) {
        name(field);
        quote();
        escape(first);
        bytes[length++] = '/';
        escape(second);
        quote();
    }

    /// A time of UTC.
    ///
    /// @param second up to the second, as RFC 3339 wants it
    void time(AccessField field, byte[] second, int millis) {
        name(field);
        quote();
        put(second);
        bytes[length++] = '.';
        threeDigits(millis);
        bytes[length++] = 'Z';
        quote();
    }

    void flag(AccessField field, boolean value) {
        name(field);
        put(value ? TRUE : FALSE);
    }

    /// @param value at least 0
    void number(AccessField field, long value) {
        name(field);
        digits(value);
    }

    /// Milliseconds to three places.
    ///
    /// @param nanos at least 0
    void millis(AccessField field, long nanos) {
        long micros = (nanos + 500) / 1000;
        name(field);
        digits(micros / 1000);
        bytes[length++] = '.';
        threeDigits((int) (micros % 1000));
    }

    /// The whole line, which ends here.
    byte[] end() {
        bytes[length++] = '}';
        bytes[length++] = '\n';
        return Arrays.copyOf(bytes, length);
    }

    private void name(AccessField field) {
        byte[] key = field.key();
        int skipped = length == 1 ? 1 : 0;
        room(key.length);
        System.arraycopy(key, skipped, bytes, length, key.length - skipped);
        length += key.length - skipped;
    }

    private void quote() {
        bytes[length++] = '"';
    }

    private void escape(String value) {
        int end = Math.min(value.length(), LONGEST_TEXT);
        room(end);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else {
                room(end - i + LONGEST_ESCAPE);
                hex(c);
            }
        }
    }

    private void hex(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xf];
        }
    }

    private void digits(long value) {
        int end = length + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        length = end;
        long rest = value;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private void threeDigits(int value) {
        bytes[length++] = (byte) ('0' + value / 100);
        bytes[length++] = (byte) ('0' + value / 10 % 10);
        bytes[length++] = (byte) ('0' + value % 10);
    }

    private void put(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    /// Makes room for so many bytes and whatever closes a value.
    private void room(int more) {
        int needed = length + more + 2 * LONGEST_NUMBER;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }
}
