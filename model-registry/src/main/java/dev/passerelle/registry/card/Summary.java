package dev.passerelle.registry.card;

import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.jspecify.annotations.Nullable;

/// The first paragraph of a document that tells something: not a row of badges or links.
final class Summary {

    private static final int LONGEST = 300;
    private static final int FEWEST_LETTERS = 25;

    private Summary() {}

    static String of(Node document) {
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Paragraph && tells(node)) {
                return cut(PlainText.below(node).strip().replaceAll("\\s+", " "));
            }
        }
        return "";
    }

    private static boolean tells(Node paragraph) {
        long letters = letters(PlainText.below(paragraph));
        return letters >= FEWEST_LETTERS && letters > 2 * linked(paragraph);
    }

    private static long linked(Node paragraph) {
        long letters = 0;
        for (@Nullable Node node = paragraph.getFirstChild(); node != null; ) {
            if (node instanceof Link) {
                letters += letters(PlainText.below(node));
                node = PlainText.after(node, paragraph);
            } else {
                node = PlainText.following(node, paragraph);
            }
        }
        return letters;
    }

    private static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int space = text.lastIndexOf(' ', LONGEST);
        int end = space > LONGEST / 2 ? space : text.offsetByCodePoints(0, LONGEST / 2);
        return text.substring(0, end) + "…";
    }
}
