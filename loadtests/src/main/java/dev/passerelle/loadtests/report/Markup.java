package dev.passerelle.loadtests.report;

/// Text made safe to stand in a page.
final class Markup {
    private Markup() {}

    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> append(out, (char) c));
        return out.toString();
    }

    /// JSON that can't end the script element it stands in.
    static String json(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
        }
    }
}
