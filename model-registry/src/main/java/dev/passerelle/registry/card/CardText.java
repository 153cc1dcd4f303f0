package dev.passerelle.registry.card;

import java.util.regex.Pattern;

/// A card cut into its front matter and its body, of which characters are left out that only make
/// text look like other text than it is.
record CardText(String frontMatter, String body) {

    /// Embeddings, overrides and isolates of text direction; byte order marks; control characters.
    private static final Pattern DECEPTIVE =
            Pattern.compile(
                    "[\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]");

    private static final Pattern LINE_END = Pattern.compile("\\r\\n?");
    private static final String FENCE = "---";

    static CardText of(String text) {
        String clean = LINE_END.matcher(DECEPTIVE.matcher(text).replaceAll("")).replaceAll("\n");
        if (!clean.startsWith(FENCE + "\n")) {
            return new CardText("", clean);
        }
        int end = clean.indexOf("\n" + FENCE + "\n", FENCE.length());
        if (end >= 0) {
            return new CardText(
                    clean.substring(FENCE.length(), end + 1),
                    clean.substring(end + FENCE.length() + 2));
        }
        return clean.endsWith("\n" + FENCE)
                ? new CardText(clean.substring(FENCE.length(), clean.length() - FENCE.length()), "")
                : new CardText("", clean);
    }
}
