package dev.passerelle.gateway.keys;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A whole API key, `sk-pas-<id>-<secret>`. Its `toString` shows no secret.
final class KeyText {
    static final String START = "sk-pas-";
    private static final String DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ID_DIGITS = 36;
    private static final int ID_LENGTH = 12;

    /// 43 of 62 digits are 256 bits.
    private static final int SECRET_LENGTH = 43;

    private static final int DASH = START.length() + ID_LENGTH;
    private static final int LENGTH = DASH + 1 + SECRET_LENGTH;

    private final String text;

    private KeyText(String text) {
        this.text = text;
    }

    /// @return null unless it has the form of a key
    static @Nullable KeyText parse(String text) {
        return text.length() == LENGTH && text.startsWith(START) && text.charAt(DASH) == '-'
                ? new KeyText(text)
                : null;
    }

    /// @param random nobody must be able to foretell it
    static KeyText make(RandomGenerator random) {
        StringBuilder text = new StringBuilder(LENGTH).append(START);
        append(text, random, ID_LENGTH, ID_DIGITS);
        text.append('-');
        append(text, random, SECRET_LENGTH, DIGITS.length());
        return new KeyText(text.toString());
    }

    private static void append(StringBuilder text, RandomGenerator random, int length, int digits) {
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(digits)));
        }
    }

    String id() {
        return text.substring(START.length(), DASH);
    }

    /// With the secret.
    String text() {
        return text;
    }

    /// The part that may be shown of the key with this id.
    static String prefix(String id) {
        return START + id;
    }

    @Override
    public String toString() {
        return prefix(id());
    }
}
