package dev.passerelle.runtime.text;

/// Decodes UTF-8 byte by byte. What is no character becomes U+FFFD, one for each maximal part of a
/// sequence, as the Unicode Standard recommends (section 3.9) and the WHATWG Encoding Standard
/// demands. (`java.lang.String` makes one of an encoded surrogate, where these make three.)
final class Utf8Decoder {

    private static final char REPLACEMENT = '\uFFFD';

    private int codePoint;
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /// Whether a character has begun and not ended.
    boolean incomplete() {
        return missing > 0;
    }

    /// Takes one byte and appends what it completes.
    ///
    /// @return whether the byte continued the character that was incomplete
    boolean accept(byte signed, StringBuilder out) {
        int b = signed & 0xFF;
        if (missing > 0) {
            if (b >= lowest && b <= highest) {
                proceed(b, out);
                return true;
            }
            flush(out);
        }
        begin(b, out);
        return false;
    }

    /// Ends the input: an incomplete character is none.
    void flush(StringBuilder out) {
        if (missing > 0) {
            reset();
            out.append(REPLACEMENT);
        }
    }

    private void begin(int b, StringBuilder out) {
        if (b < 0x80) {
            out.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
            expect(1, b & 0x1F);
        } else if (b >= 0xE0 && b <= 0xEF) {
            expect(2, b & 0x0F);
            lowest = b == 0xE0 ? 0xA0 : 0x80;
            highest = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            expect(3, b & 0x07);
            lowest = b == 0xF0 ? 0x90 : 0x80;
            highest = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            out.append(REPLACEMENT);
        }
    }

    private void expect(int continuations, int bits) {
        missing = continuations;
        codePoint = bits;
    }

    private void proceed(int b, StringBuilder out) {
        codePoint = (codePoint << 6) | (b & 0x3F);
        lowest = 0x80;
        highest = 0xBF;
        if (--missing == 0) {
            out.appendCodePoint(codePoint);
        }
    }

    private void reset() {
        missing = 0;
        lowest = 0x80;
        highest = 0xBF;
    }
}
