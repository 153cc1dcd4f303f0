package dev.passerelle.loadtests.terminal;

import java.util.ArrayList;
import java.util.List;

/// Text broken between words, so that no line is longer than a reader likes.
final class Wrapped {
    private static final int WIDTH = 100;

    private Wrapped() {}

    /// @param indent of all lines but the first
    static List<String> lines(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
