package dev.passerelle.loadtests.result.compare;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws windows with replacement, several that follow one another at a time: what is slow in one
/// second is slow in the next, and draws of single windows would not know (circular block
/// bootstrap; Politis and Romano, 1992).
final class Blocks {
    private final int windows;
    private final int length;
    private final int[] times;

    /// @param windows there are
    Blocks(int windows) {
        this.windows = windows;
        this.length = Math.max(1, (int) Math.round(Math.cbrt(windows)));
        this.times = new int[windows];
    }

    /// How often each window is drawn; valid until the next draw.
    int[] draw(RandomGenerator random) {
        Arrays.fill(times, 0);
        for (int drawn = 0; drawn < windows; ) {
            int first = random.nextInt(windows);
            for (int i = 0; i < length && drawn < windows; i++, drawn++) {
                times[(first + i) % windows]++;
            }
        }
        return times;
    }
}
