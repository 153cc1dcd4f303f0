package dev.passerelle.registry.card;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which addresses of a card may be followed: those of `http`, `https` and `mailto`. Any other
/// scheme is refused by not being one of these, however it is spelt.
///
/// @param base what relative addresses start from; absent refuses them
record CardLinks(@Nullable URI base) {

    private static final int LONGEST = 2_000;
    private static final Pattern SAFE =
            Pattern.compile("(?:https?://|mailto:)[^\\s\\p{Cntrl}]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern RELATIVE = Pattern.compile("[^:#?/\\\\][^:\\\\]*");

    /// The absolute address, unescaped; empty if it may not be followed.
    Optional<String> safe(String address) {
        String plain = address.strip();
        if (plain.length() > LONGEST) {
            return Optional.empty();
        }
        if (SAFE.matcher(plain).matches()) {
            return Optional.of(plain);
        }
        return base == null || !RELATIVE.matcher(plain).matches()
                ? Optional.empty()
                : resolved(base, plain);
    }

    private static Optional<String> resolved(URI base, String relative) {
        try {
            String absolute = base.resolve(relative).toString();
            return absolute.toLowerCase(Locale.ROOT).startsWith("http")
                            && SAFE.matcher(absolute).matches()
                    ? Optional.of(absolute)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
