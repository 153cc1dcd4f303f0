package dev.passerelle.runtime.text.jinja;

/// String literals of a template: Python's escapes; a backslash before anything else is kept.
final class Escapes {

    private Escapes() {}

    /// @param literal with its quotes
    static String decode(String literal) {
        StringBuilder out = new StringBuilder();
        int end = literal.length() - 1;
        for (int i = 1; i < end; i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char code = literal.charAt(++i);
            int simple = "ntrbfav0\\'\"".indexOf(code);
            int digits = code == 'x' ? 2 : code == 'u' ? 4 : code == 'U' ? 8 : 0;
            if (simple >= 0) {
                out.append("\n\t\r\b\f\u0007\u000B\0\\'\"".charAt(simple));
            } else if (digits > 0 && i + digits < end) {
                out.appendCodePoint(Integer.parseInt(literal, i + 1, i + 1 + digits, 16));
                i += digits;
            } else if (code != '\n') {
                out.append('\\').append(code);
            }
        }
        return out.toString();
    }
}
