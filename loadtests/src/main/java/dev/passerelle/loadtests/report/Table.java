package dev.passerelle.loadtests.report;

import java.util.List;

/// Rows of text; the first column names the row.
record Table(String caption, List<String> head, List<List<String>> rows) {
    String html() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table><caption>");
        out.append(Markup.text(caption)).append("</caption><thead><tr>");
        head.forEach(
                cell -> out.append("<th scope=\"col\">").append(Markup.text(cell)).append("</th>"));
        out.append("</tr></thead><tbody>");
        rows.forEach(row -> append(out, row));
        return out.append("</tbody></table></div>").toString();
    }

    private static void append(StringBuilder out, List<String> row) {
        out.append("<tr><th scope=\"row\">").append(Markup.text(row.getFirst())).append("</th>");
        row.stream()
                .skip(1)
                .forEach(cell -> {
                    String kind = cell.length() > 24 ? " class=\"words\"" : "";
                    out.append("<td").append(kind).append('>');
                    out.append(Markup.text(cell)).append("</td>");
                });
        out.append("</tr>");
    }
}
