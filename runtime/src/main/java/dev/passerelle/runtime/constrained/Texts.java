package dev.passerelle.runtime.constrained;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Many texts as one expression in which each character is read in one way.
final class Texts {

    private Texts() {}

    static Node of(List<String> texts) {
        if (texts.isEmpty()) {
            return Node.NEVER;
        }
        return tree(new ArrayList<>(new TreeSet<>(texts)), 0);
    }

    /// @param texts sorted, with the same first `depth` characters
    private static Node tree(List<String> texts, int depth) {
        if (texts.size() == 1) {
            return new Node.Text(texts.getFirst().substring(depth));
        }
        int common = depth;
        String first = texts.getFirst();
        String last = texts.getLast();
        while (common < first.length()
                && common < last.length()
                && first.codePointAt(common) == last.codePointAt(common)) {
            common += Character.charCount(first.codePointAt(common));
        }
        TreeMap<Integer, List<String>> next = new TreeMap<>();
        List<Node> alternatives = new ArrayList<>();
        for (String text : texts) {
            if (text.length() == common) {
                alternatives.add(Node.EMPTY);
            } else {
                next.computeIfAbsent(text.codePointAt(common), _ -> new ArrayList<>()).add(text);
            }
        }
        int from = common;
        next.forEach((c, group) ->
                alternatives.add(
                        Node.seq(
                                new Node.Text(Character.toString(c)),
                                tree(group, from + Character.charCount(c)))));
        return Node.seq(new Node.Text(first.substring(depth, common)), new Node.Alt(alternatives));
    }
}
