package dev.passerelle.registry.card;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Raw HTML without its tags: what it says, line by line. Scripts, styles and comments say nothing.
final class HtmlText {

    private static final Set<String> SILENT =
            Set.of("script", "style", "template", "iframe", "object", "svg", "math", "title");
    private static final Set<String> SPACES = Set.of("td", "th", "span", "a", "img");
    private static final Pattern NAME = Pattern.compile("</?([a-zA-Z][a-zA-Z0-9]*)");
    private static final Pattern BREAK = Pattern.compile("<br\\s*/?>", Pattern.CASE_INSENSITIVE);
    private static final String COMMENT = "<!--";

    private final String html;
    private final StringBuilder text = new StringBuilder();

    private HtmlText(String html) {
        this.html = html;
    }

    /// The text, not yet escaped; character references stay as they are.
    static String of(String html) {
        HtmlText reader = new HtmlText(html);
        reader.read();
        return reader.text
                .toString()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /// Whether a tag is a line break.
    static boolean isBreak(String tag) {
        return BREAK.matcher(tag).matches();
    }

    private void read() {
        int lastClose = html.lastIndexOf('>');
        int at = 0;
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0 || open > lastClose) {
                text.append(html, at, html.length());
                return;
            }
            text.append(html, at, open);
            at = html.startsWith(COMMENT, open) ? past("-->", open) : markup(open);
        }
    }

    /// Where a tag that begins here ends; what isn't one is text.
    private int markup(int open) {
        Matcher name = NAME.matcher(html).region(open, html.length());
        if (name.lookingAt()) {
            return tag(open, name.group(1).toLowerCase(Locale.ROOT));
        }
        if (html.startsWith("<!", open) || html.startsWith("<?", open)) {
            return past(">", open);
        }
        text.append('<');
        return open + 1;
    }

    private int tag(int open, String name) {
        if (SILENT.contains(name) && html.charAt(open + 1) != '/') {
            return past("</" + name, open);
        }
        text.append(SPACES.contains(name) ? ' ' : '\n');
        return past(">", open);
    }

    /// Where a mark that ends something has been passed; the end if there is none.
    private int past(String mark, int from) {
        int length = html.length();
        for (int at = html.indexOf(mark.charAt(0), from); at >= 0; ) {
            if (html.regionMatches(true, at, mark, 0, mark.length())) {
                int end = at + mark.length();
                return mark.startsWith("</") ? past(">", end) : end;
            }
            at = html.indexOf(mark.charAt(0), at + 1);
        }
        return length;
    }
}
