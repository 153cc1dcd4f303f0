package dev.passerelle.runtime.text.jinja;

import dev.passerelle.runtime.text.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into tokens, with Jinja2's `trim_blocks` and `lstrip_blocks`.
final class Lexer {

    private static final Pattern RAW = Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-?)%\\}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");
    private static final Pattern CODE =
            Pattern.compile(
                    "(?<blank>\\s+)|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)|(?<float>\\d+(?:\\.\\d+)?[eE][+-]?\\d+|\\d+\\.\\d+)|(?<integer>\\d[\\d_]*)"
                            + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")|(?<operator>//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;])",
                    Pattern.DOTALL);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    /// Whether what stands at [#at] begins a line as far as `lstrip_blocks` can see.
    private boolean lineStarts = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        String text = source.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(at));
                at = source.length();
            } else {
                tag(tag);
            }
        }
        add(Kind.END, "");
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void tag(int begin) {
        char kind = source.charAt(begin + 1);
        String before = source.substring(at, begin);
        char sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
        data(sign == '-' ? before.stripTrailing() : stripped(before, kind, sign));
        newLines(before);
        at = begin;
        Matcher raw = RAW.matcher(source).region(begin, source.length());
        if (kind == '%' && raw.lookingAt()) {
            raw(raw);
        } else if (kind == '#') {
            comment();
        } else {
            code(kind == '{', begin + (sign == '-' || sign == '+' ? 3 : 2));
        }
    }

    private String stripped(String before, char kind, char sign) {
        int lineBegin = before.lastIndexOf('\n') + 1;
        boolean strips = kind != '{' && sign != '+' && (lineBegin > 0 || lineStarts);
        return strips && before.substring(lineBegin).isBlank()
                ? before.substring(0, lineBegin)
                : before;
    }

    private void raw(Matcher raw) {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(raw.end())) {
            throw new TemplateException("Missing end of raw directive", line);
        }
        String body = source.substring(raw.end(), end.start());
        boolean trimmed = !raw.group(2).isEmpty();
        String text =
                trimmed ? body.stripLeading() : body.startsWith("\n") ? body.substring(1) : body;
        data(end.group(1).equals("-") ? text.stripTrailing() : stripped(text, '%', ' '));
        newLines(source.substring(at, end.end()));
        at = end.end();
        afterBlock(end.group(2));
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw new TemplateException("Missing end of comment tag", line);
        }
        String sign = end > at + 2 ? source.substring(end - 1, end) : "";
        newLines(source.substring(at, end + 2));
        at = end + 2;
        afterBlock(sign);
    }

    private void code(boolean output, int from) {
        add(output ? Kind.OUTPUT_BEGIN : Kind.BLOCK_BEGIN, "");
        at = from;
        String end = output ? "}}" : "%}";
        Deque<Character> open = new ArrayDeque<>();
        Matcher part = CODE.matcher(source);
        while (true) {
            if (open.isEmpty() && ends(end)) {
                return;
            }
            if (!part.region(at, source.length()).lookingAt()) {
                throw new TemplateException(
                        at < source.length()
                                ? "unexpected char '%s'".formatted(source.charAt(at))
                                : "unexpected end of template",
                        line);
            }
            at = part.end();
            part(part, open);
            newLines(part.group());
        }
    }

    private boolean ends(String end) {
        int sign = at < source.length() && "-+".indexOf(source.charAt(at)) >= 0 ? 1 : 0;
        if (!source.startsWith(end, at + sign)) {
            return false;
        }
        String signed = source.substring(at, at + sign);
        boolean output = end.equals("}}");
        add(output ? Kind.OUTPUT_END : Kind.BLOCK_END, "");
        at += sign + 2;
        if (output) {
            lineStarts = false;
            if (sign > 0) {
                skipBlank();
            }
        } else {
            afterBlock(signed);
        }
        return true;
    }

    private void part(Matcher part, Deque<Character> open) {
        if (part.group("name") != null) {
            add(Kind.NAME, part.group());
        } else if (part.group("string") != null) {
            add(Kind.STRING, Escapes.decode(part.group()));
        } else if (part.group("float") != null) {
            add(Kind.FLOAT, part.group());
        } else if (part.group("integer") != null) {
            add(Kind.INTEGER, part.group().replace("_", ""));
        } else if (part.group("operator") != null) {
            nest(part.group().charAt(0), open);
            add(Kind.OPERATOR, part.group());
        }
    }

    private void nest(char operator, Deque<Character> open) {
        int opening = "([{".indexOf(operator);
        int closing = ")]}".indexOf(operator);
        if (opening >= 0) {
            open.push(")]}".charAt(opening));
        } else if (closing >= 0 && (open.isEmpty() || open.pop() != operator)) {
            throw new TemplateException("unexpected '%s'".formatted(operator), line);
        }
    }

    private void afterBlock(String sign) {
        lineStarts = false;
        if (sign.equals("-")) {
            skipBlank();
        } else if (!sign.equals("+") && at < source.length() && source.charAt(at) == '\n') {
            at++;
            line++;
            lineStarts = true;
        }
    }

    private void skipBlank() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            lineStarts = source.charAt(at) == '\n';
            line += lineStarts ? 1 : 0;
            at++;
        }
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
    }

    private void newLines(String text) {
        line += (int) text.chars().filter(c -> c == '\n').count();
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }
}
