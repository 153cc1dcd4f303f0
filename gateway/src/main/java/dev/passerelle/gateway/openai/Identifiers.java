package dev.passerelle.gateway.openai;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Names for things that come and go.
public final class Identifiers {
    private Identifiers() {}

    /// The prefix and 128 random bits.
    public static String fresh(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return prefix + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
