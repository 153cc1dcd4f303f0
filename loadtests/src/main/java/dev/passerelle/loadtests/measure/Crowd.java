package dev.passerelle.loadtests.measure;

/// How many are there at once, known exactly at fifty instants of each window. Holds who came less
/// who went between one instant and the next.
final class Crowd {
    static final int INSTANTS = 50;

    private final long origin;
    private final int[] change = new int[Timeline.MOST * INSTANTS];
    private long width = 1_000_000_000 / INSTANTS;
    private int before;

    Crowd(long origin) {
        this.origin = origin;
    }

    /// One who was there from one time to another; the time must lie in the windows there can be.
    void add(long from, long to) {
        if (to < origin) {
            return;
        }
        if (from < origin) {
            before++;
        } else {
            change[slot(from)]++;
        }
        change[slot(to)]--;
    }

    /// Windows become twice as wide.
    void widen() {
        int half = change.length / 2;
        for (int i = 0; i < half; i++) {
            change[i] = change[2 * i] + change[2 * i + 1];
        }
        java.util.Arrays.fill(change, half, change.length, 0);
        width *= 2;
    }

    /// The most at an instant of a window, its end included.
    int peak(int window) {
        int there = before;
        for (int i = 0; i < window * INSTANTS; i++) {
            there += change[i];
        }
        int most = there;
        for (int i = window * INSTANTS; i < (window + 1) * INSTANTS; i++) {
            there += change[i];
            most = Math.max(most, there);
        }
        return most;
    }

    private int slot(long time) {
        return (int) Math.min(change.length - 1, (time - origin) / width);
    }
}
