package dev.passerelle.gateway.cache.semantic;

/// A word, a number or a sign of a text.
///
/// @param text in lower case, unless its capitals tell it from another word: `US`, `mW`, `C`
/// @param letters how it begins
record Word(String text, Letters letters) {

    /// Whether a word begins with a capital.
    enum Letters {
        SMALL,
        CAPITAL,
        /// It begins a sentence, or its text has no capitals, or nothing but capitals.
        UNKNOWN
    }

    static Word of(String text) {
        return new Word(text, Letters.UNKNOWN);
    }

    boolean same(Word other) {
        return text.equals(other.text)
                && (letters == other.letters
                        || letters == Letters.UNKNOWN
                        || other.letters == Letters.UNKNOWN);
    }

    boolean endsSentence() {
        return switch (text) {
            case ".", "?", "!", ":", "…" -> true;
            default -> false;
        };
    }

    /// Whether it parts sentences or their parts.
    boolean isStop() {
        return endsSentence() || text.equals(",") || text.equals(";");
    }
}
