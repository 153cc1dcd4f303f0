package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.BiConsumer;

/// Takes apart a body in chunks (RFC 9112, 7.1), however its bytes are cut, and the fields after
/// it.
final class Chunks {
    private static final int MOST_DIGITS = 15;
    private static final int MOST_IN_LINE = 16 << 10;

    private final BiConsumer<String, String> trailers;
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.SIZE;
    private long left;

    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        END
    }

    /// @param trailers is told name and value of each
    Chunks(BiConsumer<String, String> trailers) {
        this.trailers = trailers;
    }

    boolean hasEnded() {
        return part == Part.END;
    }

    /// Hands on what is body; returns where the bytes that were taken end.
    int take(byte[] bytes, int from, int to, Answer into, long moment) throws BrokenAnswer {
        int at = from;
        while (at < to && part != Part.END) {
            if (part == Part.DATA) {
                int length = (int) Math.min(left, to - at);
                into.take(bytes, at, at + length, moment);
                at += length;
                left -= length;
                part = left == 0 ? Part.DATA_END : Part.DATA;
            } else {
                at = line(bytes, at, to);
            }
        }
        return at;
    }

    private int line(byte[] bytes, int from, int to) throws BrokenAnswer {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        line.append(new String(bytes, from, end - from, ISO_8859_1));
        if (line.length() > MOST_IN_LINE) {
            throw new BrokenAnswer("chunks that are none");
        }
        if (end == to) {
            return to;
        }
        String whole = line.toString().strip();
        line.setLength(0);
        line(whole);
        return end + 1;
    }

    private void line(String text) throws BrokenAnswer {
        switch (part) {
            case SIZE -> {
                left = size(text);
                part = left == 0 ? Part.TRAILER : Part.DATA;
            }
            case DATA_END -> {
                if (!text.isEmpty()) {
                    throw new BrokenAnswer("chunks that are none");
                }
                part = Part.SIZE;
            }
            case TRAILER -> trailer(text);
            case DATA, END -> throw new AssertionError(part);
        }
    }

    private void trailer(String text) {
        int colon = text.indexOf(':');
        if (text.isEmpty()) {
            part = Part.END;
        } else if (colon > 0) {
            trailers.accept(text.substring(0, colon), text.substring(colon + 1).strip());
        }
    }

    private static long size(String text) throws BrokenAnswer {
        int end = text.indexOf(';');
        String digits = (end < 0 ? text : text.substring(0, end)).strip();
        try {
            if (digits.length() <= MOST_DIGITS && Character.digit(digits.charAt(0), 16) >= 0) {
                return Long.parseLong(digits, 16);
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            // as others
        }
        throw new BrokenAnswer("chunks that are none");
    }
}
