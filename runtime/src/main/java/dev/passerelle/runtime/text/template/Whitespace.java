package dev.passerelle.runtime.text.template;

/// Jinja2's rules of white space around tags, as transformers sets them: `trim_blocks` (a line
/// break after a tag belongs to it), `lstrip_blocks` (so do blanks before it on its line), and the
/// marks `-` and `+`. Also drops comments and the line break that ends a template.
///
/// Line breaks that are dropped move into the next tag, so that it keeps its line.
final class Whitespace {

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int dropped;
    private boolean lineStart = true;

    private Whitespace(String source) {
        this.source = source;
    }

    /// The template without marks, to be read as it stands.
    static String settle(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        return new Whitespace(
                        source.endsWith("\n") ? source.substring(0, source.length() - 1) : source)
                .settled();
    }

    private String settled() {
        int from = 0;
        while (from < source.length()) {
            int open = opening(from);
            int end = open < 0 ? -1 : closing(open);
            if (end < 0) {
                out.append(source, from, source.length());
                break;
            }
            text(from, open);
            from = tag(open, end);
        }
        return out.toString();
    }

    private int opening(int from) {
        for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /// Where a tag ends, after its braces; -1 if it doesn't.
    private int closing(int open) {
        char kind = source.charAt(open + 1);
        String close = kind == '{' ? "}}" : kind + "}";
        if (kind == '#') {
            int end = source.indexOf(close, open + 2);
            return end < 0 ? -1 : end + 2;
        }
        int depth = 0;
        for (int i = open + 2; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\'' || c == '"') {
                i = endOfString(source, i);
            } else if (depth == 0 && source.startsWith(close, i)) {
                return i + 2;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
        }
        return -1;
    }

    private static int endOfString(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(open)) {
                return i;
            }
        }
        return text.length();
    }

    /// Writes the text before a tag, less what the tag takes.
    private void text(int from, int open) {
        char kind = source.charAt(open + 1);
        char mark = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
        int end = open;
        if (mark == '-') {
            while (end > from && Character.isWhitespace(source.charAt(end - 1))) {
                end--;
            }
        } else if (kind != '{' && mark != '+') {
            while (end > from && blank(source.charAt(end - 1))) {
                end--;
            }
            boolean wholeLine = end > from ? source.charAt(end - 1) == '\n' : lineStart;
            end = wholeLine ? end : open;
        }
        literal(from, end);
        drop(end, open);
    }

    /// A brace before a tag would be taken for part of it.
    private void literal(int from, int to) {
        int braces = 0;
        while (to - braces > from && source.charAt(to - braces - 1) == '{') {
            braces++;
        }
        out.append(source, from, to - braces);
        if (braces > 0) {
            out.append("{{ '").repeat('{', braces).append("' }}");
        }
    }

    private static boolean blank(char c) {
        return c != '\n' && Character.isWhitespace(c);
    }

    private void drop(int from, int to) {
        dropped += (int) source.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    /// Writes a tag without its marks; where the text after it begins.
    private int tag(int open, int end) {
        char kind = source.charAt(open + 1);
        char left = source.charAt(open + 2);
        char right = end - 3 > open + 1 ? source.charAt(end - 3) : ' ';
        int first = open + (left == '-' || (left == '+' && kind != '{') ? 3 : 2);
        int last = end - (right == '-' || (right == '+' && kind != '{') ? 3 : 2);
        String inner = first < last ? source.substring(first, last) : "";
        if (kind == '#') {
            drop(first, Math.max(first, last));
        } else {
            out.append('{').append(kind).repeat('\n', dropped).append(' ');
            inner(inner);
            out.append(' ').append(kind == '{' ? '}' : kind).append('}');
            dropped = 0;
        }
        boolean raw = kind == '%' && inner.strip().equals("raw");
        int next = end;
        if (right == '-') {
            while (next < source.length() && Character.isWhitespace(source.charAt(next))) {
                next++;
            }
        } else if (kind != '{' && right != '+' && !raw && source.startsWith("\n", end)) {
            next++;
        }
        drop(end, next);
        lineStart = source.charAt(next - 1) == '\n';
        return raw ? raw(next) : next;
    }

    /// Writes what stands in a tag, with `} }` for `}}`: Jinjava would take it for the end.
    private void inner(String code) {
        int from = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '\'' || c == '"') {
                i = endOfString(code, i);
            } else if (code.startsWith("}}", i)) {
                out.append(code, from, i + 1).append(' ');
                from = i + 1;
            }
        }
        out.append(code, from, code.length());
    }

    /// Passes over the text of `{% raw %}`, up to the tag that ends it.
    private int raw(int from) {
        for (int i = source.indexOf("{%", from); i >= 0; i = source.indexOf("{%", i + 1)) {
            String rest = source.substring(i + 2);
            String name = rest.startsWith("-") || rest.startsWith("+") ? rest.substring(1) : rest;
            if (name.stripLeading().startsWith("endraw")) {
                text(from, i);
                return i;
            }
        }
        return from;
    }
}
