package dev.passerelle.gateway.cache.semantic;

import dev.passerelle.gateway.cache.semantic.Word.Letters;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a text into words, numbers and signs, quotation marks left out.
final class Words {
    private static final Pattern PIECE =
            Pattern.compile(
                    "(?<number>(?:(?<![\\p{L}\\p{N})\\]])[-+])?\\p{Nd}+(?:[.,:/]\\p{Nd}+)*)"
                            + "|(?<word>\\p{L}[\\p{L}\\p{M}\\p{N}_]*(?:'\\p{L}+)*)"
                            + "|(?<sign>[^\\s\"“”„«»`'])");
    private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+");
    private static final Set<String> BEFORE_IS =
            Set.of(
                    "what", "who", "where", "when", "why", "how", "which", "it", "that", "this",
                    "there", "here", "he", "she");

    private final List<Word> words = new ArrayList<>();
    private final Letters small;
    private final boolean shouted;

    private Words(String text) {
        boolean capitals = text.codePoints().anyMatch(Character::isUpperCase);
        shouted = capitals && text.codePoints().noneMatch(Character::isLowerCase);
        small = capitals && !shouted ? Letters.SMALL : Letters.UNKNOWN;
    }

    static List<Word> of(String text) {
        String plain = Normalizer.normalize(text, Form.NFC).replace('’', '\'');
        Words split = new Words(plain);
        Matcher piece = PIECE.matcher(plain);
        while (piece.find()) {
            split.add(piece);
        }
        return split.words;
    }

    private void add(Matcher piece) {
        if (piece.group("word") != null) {
            word(piece.group());
        } else {
            String text = piece.group();
            words.add(Word.of(GROUPED.matcher(text).matches() ? text.replace(",", "") : text));
        }
    }

    private void word(String written) {
        int apostrophe = written.indexOf('\'');
        if (apostrophe < 0) {
            words.add(whole(written));
            return;
        }
        String before = written.substring(0, apostrophe);
        String after = written.substring(apostrophe + 1).toLowerCase(Locale.ROOT);
        switch (after) {
            case "t" -> negated(before);
            case "s" -> {
                Word first = whole(before);
                words.add(first);
                words.add(Word.of(BEFORE_IS.contains(first.text()) ? "is" : "'s"));
            }
            case "re", "m" -> both(before, "are");
            case "ll" -> both(before, "will");
            case "ve" -> both(before, "have");
            case "d" -> both(before, "would");
            default -> {
                words.add(new Word(whole(before).text() + "'", Letters.UNKNOWN));
                word(written.substring(apostrophe + 1));
            }
        }
    }

    private void both(String before, String after) {
        words.add(whole(before));
        words.add(Word.of(after));
    }

    private void negated(String before) {
        String lower = before.toLowerCase(Locale.ROOT);
        if (lower.endsWith("n")) {
            String verb =
                    switch (lower) {
                        case "can" -> "can";
                        case "won" -> "will";
                        case "shan" -> "shall";
                        default -> lower.substring(0, lower.length() - 1);
                    };
            words.add(Word.of(verb));
            words.add(Word.of("not"));
        } else {
            both(before, "'t");
        }
    }

    private Word whole(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        boolean begins = words.isEmpty() || words.getLast().endsSentence();
        if (shouted || lower.equals("i") || (begins && written.length() == 1)) {
            return Word.of(lower);
        }
        boolean capital = Character.isUpperCase(written.codePointAt(0));
        boolean inner = written.codePoints().skip(1).anyMatch(Character::isUpperCase);
        if (inner || (capital && written.length() == 1)) {
            return new Word(written, Letters.CAPITAL);
        }
        if (capital) {
            return new Word(lower, begins ? Letters.UNKNOWN : Letters.CAPITAL);
        }
        return new Word(lower, begins ? Letters.UNKNOWN : small);
    }
}
