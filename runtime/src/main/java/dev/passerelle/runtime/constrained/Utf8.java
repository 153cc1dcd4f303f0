package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.CodePoints.Range;
import java.util.ArrayList;
import java.util.List;

/// Character sets as expressions over the bytes of UTF-8, without two ways to read a byte.
final class Utf8 {

    /// Highest code points of one, two, three and four bytes.
    private static final int[] HIGHEST = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};

    private static final int[] LEADS = {0, 0xC0, 0xE0, 0xF0};

    private Utf8() {}

    static Node of(CodePoints set) {
        List<List<Node.OneByte>> spellings = new ArrayList<>();
        for (Range range : set.ranges()) {
            int low = range.low();
            for (int length = 1; length <= 4; length++) {
                int high = Math.min(range.high(), HIGHEST[length - 1]);
                if (low <= high) {
                    split(low, high, length, spellings);
                    low = high + 1;
                }
            }
        }
        return tree(spellings, 0);
    }

    /// Cuts a range of characters of one length into ranges whose bytes vary independently.
    private static void split(int low, int high, int length, List<List<Node.OneByte>> into) {
        for (int tail = 1; tail < length; tail++) {
            int mask = (1 << (6 * tail)) - 1;
            if ((low & ~mask) != (high & ~mask)) {
                if ((low & mask) != 0) {
                    split(low, low | mask, length, into);
                    split((low | mask) + 1, high, length, into);
                    return;
                }
                if ((high & mask) != mask) {
                    split(low, (high & ~mask) - 1, length, into);
                    split(high & ~mask, high, length, into);
                    return;
                }
            }
        }
        into.add(bytes(low, high, length));
    }

    private static List<Node.OneByte> bytes(int low, int high, int length) {
        List<Node.OneByte> bytes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int shift = 6 * (length - 1 - i);
            int mask = i == 0 ? 0xFF : 0x3F;
            int lead = i == 0 ? LEADS[length - 1] : 0x80;
            bytes.add(
                    new Node.OneByte(
                            lead | ((low >> shift) & mask), lead | ((high >> shift) & mask)));
        }
        return bytes;
    }

    /// Spellings are sorted, and their bytes at one place equal or without overlap.
    private static Node tree(List<List<Node.OneByte>> spellings, int depth) {
        List<Node> alternatives = new ArrayList<>();
        int from = 0;
        while (from < spellings.size()) {
            Node.OneByte first = spellings.get(from).get(depth);
            int to = from + 1;
            while (to < spellings.size() && spellings.get(to).get(depth).equals(first)) {
                to++;
            }
            boolean last = spellings.get(from).size() == depth + 1;
            alternatives.add(
                    last ? first : Node.seq(first, tree(spellings.subList(from, to), depth + 1)));
            from = to;
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Node.Alt(alternatives);
    }
}
