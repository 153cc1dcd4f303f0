package dev.passerelle.gateway.backend;

import java.util.Locale;

/// Numbers of bytes as messages show them.
final class Bytes {
    private static final double MEBIBYTE = 1 << 20;

    private Bytes() {}

    static String shown(long bytes) {
        return bytes < MEBIBYTE
                ? bytes + " B"
                : String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE);
    }
}
