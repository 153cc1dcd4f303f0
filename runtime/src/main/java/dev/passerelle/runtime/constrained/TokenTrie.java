package dev.passerelle.runtime.constrained;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Tokens by their bytes. Nodes are numbered as a walk in depth meets them, so that a subtree is a
/// range.
final class TokenTrie {

    private final int[] labels;
    private final int[] depths;
    private final int[] ends;

    /// Where a node's tokens begin in `tokens`; one more at the end.
    private final int[] firsts;

    private final int[] tokens;
    private final int[] lengths;

    /// Nodes whose label is not plain, in order.
    private final int[] odd;

    private final int size;
    private final int height;

    /// A token that has bytes.
    @SuppressWarnings("ArrayRecordComponent") // sorted by its bytes, never compared by equals
    record Spelling(int token, byte[] bytes) {}

    TokenTrie(List<Spelling> spellings) {
        List<Spelling> sorted =
                spellings.stream()
                        .sorted((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes))
                        .toList();
        int most = sorted.stream().mapToInt(spelling -> spelling.bytes.length).sum();
        labels = new int[most];
        depths = new int[most];
        ends = new int[most];
        firsts = new int[most + 1];
        tokens = sorted.stream().mapToInt(Spelling::token).toArray();
        lengths = sorted.stream().mapToInt(spelling -> spelling.bytes.length).toArray();
        height = sorted.stream().mapToInt(spelling -> spelling.bytes.length).max().orElse(0);
        size = fill(sorted);
        odd = IntStream.range(0, size).filter(node -> !isPlain(labels[node])).toArray();
    }

    /// Whether a byte is a character that a JSON string holds as it is: ASCII but for controls, `"`
    /// and `\\`.
    static boolean isPlain(int unsigned) {
        return ' ' <= unsigned && unsigned < 0x7F && unsigned != '"' && unsigned != '\\';
    }

    /// The first node from `from` on whose label is not plain; at most `to`.
    int nextOdd(int from, int to) {
        int at = Arrays.binarySearch(odd, from);
        int next = at >= 0 ? at : -at - 1;
        return next < odd.length ? Math.min(odd[next], to) : to;
    }

    private int fill(List<Spelling> sorted) {
        int[] path = new int[height + 1];
        byte[] before = {};
        int node = 0;
        for (int i = 0; i < sorted.size(); i++) {
            byte[] bytes = sorted.get(i).bytes;
            int common = Math.max(0, Arrays.mismatch(before, bytes));
            if (Arrays.equals(before, bytes)) {
                continue;
            }
            for (int depth = before.length; depth > common; depth--) {
                ends[path[depth]] = node;
            }
            for (int depth = common + 1; depth <= bytes.length; depth++) {
                path[depth] = node;
                labels[node] = bytes[depth - 1] & 0xFF;
                depths[node] = depth;
                firsts[node] = i;
                node++;
            }
            before = bytes;
        }
        for (int depth = before.length; depth > 0; depth--) {
            ends[path[depth]] = node;
        }
        firsts[node] = sorted.size();
        return node;
    }

    int size() {
        return size;
    }

    /// The longest path.
    int height() {
        return height;
    }

    /// The last byte of a node's path, 0 to 255.
    int label(int node) {
        return labels[node];
    }

    /// Length of a node's path.
    int depth(int node) {
        return depths[node];
    }

    /// The first node behind a node's subtree.
    int end(int node) {
        return ends[node];
    }

    void mark(int node, long[] bits) {
        mark(node, node + 1, Integer.MAX_VALUE, bits);
    }

    /// Marks tokens of at most so many bytes that end at nodes from `from` to before `to`.
    void mark(int from, int to, int most, long[] bits) {
        for (int i = firsts[from]; i < firsts[to]; i++) {
            if (lengths[i] <= most) {
                int token = tokens[i];
                bits[token >> 6] |= 1L << token;
            }
        }
    }
}
