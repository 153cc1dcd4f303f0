package dev.passerelle.gateway.catalogue;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Text without the differences a search ignores: of case, of accents, of width.
record FoldedText(String text) {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// Texts in which a word is looked for, each by itself.
    static FoldedText of(List<String> texts) {
        return new FoldedText(fold(String.join("\n", texts)));
    }

    /// The words of a search.
    static List<String> words(String search) {
        return Arrays.stream(SPACE.split(fold(search).strip()))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// @param words folded
    boolean containsAll(List<String> words) {
        return words.stream().allMatch(text::contains);
    }

    private static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
