package dev.passerelle.loadtests.report;

import java.util.List;

/// Rows of text; the first column names the row.
record Table(String caption, List<String> head, List<List<String>> rows) {
    private static final int LONG = 24;

    String html() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table><caption>");
        out.append(Markup.text(caption)).append("</caption><thead><tr>");
        for (int i = 0; i < head.size(); i++) {
            cell(out, "th scope=\"col\"" + kind(i), head.get(i));
        }
        out.append("</tr></thead><tbody>");
        rows.forEach(row -> append(out, row));
        return out.append("</tbody></table></div>").toString();
    }

    private void append(StringBuilder out, List<String> row) {
        out.append("<tr>");
        cell(out, "th scope=\"row\"", row.getFirst());
        for (int i = 1; i < row.size(); i++) {
            cell(out, "td" + kind(i), row.get(i));
        }
        out.append("</tr>");
    }

    /// Columns of sentences begin at the left.
    private String kind(int column) {
        boolean words = rows.stream().anyMatch(row -> row.get(column).length() > LONG);
        return column > 0 && words ? " class=\"words\"" : "";
    }

    private static void cell(StringBuilder out, String tag, String text) {
        out.append('<').append(tag).append('>').append(Markup.text(text));
        out.append("</").append(tag, 0, 2).append('>');
    }
}
