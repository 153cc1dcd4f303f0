package dev.passerelle.registry.card;

import java.util.regex.Pattern;

/// Text as HTML writes it, in elements and in attributes between double quotes.
final class Escaped {

    private static final Pattern REFERENCE =
            Pattern.compile("&amp;(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});");

    private Escaped() {}

    static String text(String plain) {
        StringBuilder escaped = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /// Text out of raw HTML: its character references stay, its lines are lines.
    static String markup(String plain) {
        return REFERENCE.matcher(text(plain)).replaceAll("&$1;").replace("\n", "<br>\n");
    }
}
