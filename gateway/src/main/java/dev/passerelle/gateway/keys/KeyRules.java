package dev.passerelle.gateway.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// What a new key may be like.
final class KeyRules {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ENTRY = 200;
    private static final int MOST_ENTRIES = 1000;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(366);

    private KeyRules() {}

    /// @throws IllegalArgumentException that says what is wrong
    static void check(KeyWish wish, Instant now) {
        if (wish.name().isBlank() || length(wish.name()) > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name has %d characters: give it 1 to %d, not only spaces"
                            .formatted(length(wish.name()), LONGEST_NAME));
        }
        if (!wish.name().codePoints().allMatch(KeyRules::visible)) {
            throw new IllegalArgumentException(
                    "the name holds a control or invisible character: leave it out");
        }
        check("model", wish.models());
        check("region", wish.regions());
        if (wish.expiresAt() != null && !wish.expiresAt().isAfter(now)) {
            throw new IllegalArgumentException(
                    "the expiry, %s, has passed: give a later one".formatted(wish.expiresAt()));
        }
    }

    /// @throws IllegalArgumentException that says what is wrong
    static void check(Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new IllegalArgumentException(
                    "the overlap is %s: give 0 to %d days"
                            .formatted(overlap, LONGEST_OVERLAP.toDays()));
        }
    }

    private static void check(String kind, Set<String> names) {
        if (names.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "%d %ss are named: name at most %d, or none to allow all"
                            .formatted(names.size(), kind, MOST_ENTRIES));
        }
        for (String name : names) {
            if (name.isEmpty()
                    || length(name) > LONGEST_ENTRY
                    || !name.codePoints().allMatch(KeyRules::visible)
                    || name.codePoints().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "a %s's name is 1 to %d characters without spaces: name it as the configuration does"
                                .formatted(kind, LONGEST_ENTRY));
            }
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
