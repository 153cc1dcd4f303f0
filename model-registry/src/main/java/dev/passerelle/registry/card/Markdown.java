package dev.passerelle.registry.card;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/// Markdown with tables, read in bounded time whatever it holds: the parser's worst cases are
/// quadratic in a paragraph's length and in a table's width, so that both are limited first.
final class Markdown {

    private static final int MOST_CHARACTERS = 128 << 10;
    private static final int LONGEST_PARAGRAPH = 16 << 10;
    private static final int MOST_CELLS = 50_000;
    private static final int DEEPEST_BLOCK = 32;
    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create()))
                    .maxOpenBlockParsers(DEEPEST_BLOCK)
                    .build();

    private Markdown() {}

    static Node parse(String text) {
        return PARSER.parse(bounded(text));
    }

    /// The text without what exceeds the limits, with an empty line where a paragraph is too long.
    private static String bounded(String text) {
        int end = Math.min(text.length(), MOST_CHARACTERS);
        StringBuilder bounded = new StringBuilder(end);
        int paragraph = 0;
        int width = 0;
        int cells = 0;
        for (int start = 0; start < end && cells < MOST_CELLS; ) {
            int next = lineEnd(text, start, end);
            String line = text.substring(start, next);
            boolean blank = line.isBlank();
            paragraph = blank ? 0 : paragraph + line.length();
            width = blank ? 0 : Math.max(width, pipes(line));
            cells += width;
            bounded.append(line);
            if (paragraph >= LONGEST_PARAGRAPH) {
                bounded.append("\n\n");
                paragraph = 0;
                width = 0;
            }
            start = next;
        }
        return bounded.toString();
    }

    /// Where a line ends, its line feed included; a line as long as a paragraph may be ends there.
    private static int lineEnd(String text, int start, int end) {
        int most = Math.min(end, start + LONGEST_PARAGRAPH);
        int feed = text.indexOf('\n', start, most);
        return feed < 0 ? most : feed + 1;
    }

    private static int pipes(String line) {
        return (int) line.chars().filter(c -> c == '|').count();
    }
}
