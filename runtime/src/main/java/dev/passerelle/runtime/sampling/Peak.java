package dev.passerelle.runtime.sampling;

import java.nio.FloatBuffer;

/// The largest of many numbers and where it is, found in one pass over them and a second one over
/// the block it lies in.
///
/// A loop that only keeps the largest is vectorised; one that also keeps where it was is not.
final class Peak {

    private static final int BLOCK = 1024;

    private float value;
    private int at;

    /// @return the largest; `NaN` if any number is
    float find(FloatBuffer numbers, int start, int count) {
        float most = Float.NEGATIVE_INFINITY;
        int block = 0;
        for (int from = 0; from < count; from += BLOCK) {
            float ofBlock = largest(numbers, start + from, start + Math.min(from + BLOCK, count));
            if (!(ofBlock <= most)) {
                most = ofBlock;
                block = from;
            }
        }
        value = most;
        at = block;
        while (at < count && numbers.get(start + at) != most) {
            at++;
        }
        return most;
    }

    /// The same among those whose bit is set, none `NaN`.
    ///
    /// @return -∞ if there are none
    float find(FloatBuffer numbers, int start, int count, long[] bits) {
        value = Float.NEGATIVE_INFINITY;
        at = 0;
        for (int word = 0; word < bits.length && word * Long.SIZE < count; word++) {
            int from = word * Long.SIZE;
            long left = bits[word];
            if (left == -1 && from + Long.SIZE <= count) {
                // looked at one by one only if the largest is among them
                left = largest(numbers, start + from, start + from + Long.SIZE) > value ? left : 0;
            }
            for (; left != 0; left &= left - 1) {
                int i = from + Long.numberOfTrailingZeros(left);
                if (i < count && numbers.get(start + i) > value) {
                    value = numbers.get(start + i);
                    at = i;
                }
            }
        }
        return value;
    }

    /// The largest that [#find] saw.
    float value() {
        return value;
    }

    /// Where it is, counted from the start; the first of equals.
    int at() {
        return at;
    }

    private static float largest(FloatBuffer numbers, int from, int to) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            most = Math.max(most, numbers.get(i));
        }
        return most;
    }
}
