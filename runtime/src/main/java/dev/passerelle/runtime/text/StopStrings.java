package dev.passerelle.runtime.text;

import java.util.List;

/// The strings that end a generation.
///
/// Empty ones and ones with half a surrogate pair match nothing: text is released in whole
/// characters.
final class StopStrings {

    private final List<String> strings;

    StopStrings(List<String> strings) {
        this.strings = strings.stream().filter(s -> !s.isEmpty() && wellFormed(s)).toList();
    }

    /// Where in a text, whose end may be followed by more, a stop string begins or may begin.
    ///
    /// @param last whether nothing follows the text
    Match find(CharSequence text, boolean last) {
        for (int at = 0; at < text.length(); at++) {
            boolean begun = false;
            for (String stop : strings) {
                int common = common(text, at, stop);
                if (common == stop.length()) {
                    return new Match(at, true);
                }
                begun |= at + common == text.length();
            }
            if (begun && !last) {
                return new Match(at, false);
            }
        }
        return new Match(text.length(), false);
    }

    /// @param at first character that can't be released
    /// @param complete whether a whole stop string begins there
    record Match(int at, boolean complete) {}

    /// How many characters of `stop` stand at `at`.
    private static int common(CharSequence text, int at, String stop) {
        int most = Math.min(stop.length(), text.length() - at);
        int length = 0;
        while (length < most && text.charAt(at + length) == stop.charAt(length)) {
            length++;
        }
        return length;
    }

    private static boolean wellFormed(String string) {
        return string.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
