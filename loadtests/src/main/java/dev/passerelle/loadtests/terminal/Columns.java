package dev.passerelle.loadtests.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text with columns aligned: the first to the left, the others to the right.
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    static List<String> aligned(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths =
                IntStream.range(0, columns)
                        .map(column ->
                                rows.stream()
                                        .filter(row -> row.size() > column)
                                        .mapToInt(row -> row.get(column).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            String space = " ".repeat(widths[i] - cell.length());
            cells.add(i == 0 ? cell + space : space + cell);
        }
        return String.join(GAP, cells).stripTrailing();
    }
}
