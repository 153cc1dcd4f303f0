package dev.passerelle.runtime.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The alphabet of byte-level BPE: every byte has a printable character, as GPT-2's
/// `bytes_to_unicode` lays them out. Bytes that Latin-1 prints are themselves; the others follow
/// from U+0100, in order.
final class ByteAlphabet {

    /// Characters up to U+0143; -1 where a character stands for no byte.
    private static final short[] BYTE_OF = table();

    private ByteAlphabet() {}

    /// The bytes that a spelling stands for; a spelling with a character outside the alphabet (an
    /// added token) stands for itself.
    static byte[] bytes(String spelling) {
        byte[] bytes = new byte[spelling.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = spelling.charAt(i);
            if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
                return spelling.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) BYTE_OF[c];
        }
        return bytes;
    }

    private static short[] table() {
        short[] table = new short[0x144];
        Arrays.fill(table, (short) -1);
        int next = 0x100;
        for (short b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
            table[printable ? b : next++] = b;
        }
        return table;
    }
}
