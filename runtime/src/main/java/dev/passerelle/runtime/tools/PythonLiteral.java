package dev.passerelle.runtime.tools;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Calls and literals of Python, read from a text that may not be all there yet.
///
/// All methods throw [Incomplete] where the text ends too early, `IllegalArgumentException` where
/// it is something else.
final class PythonLiteral {

    private static final String ESCAPES = "ntrbf0\\'\"";
    private static final String ESCAPED = "\n\t\r\b\f\0\\'\"";

    private final CharSequence text;
    private int at;

    PythonLiteral(CharSequence text, int at) {
        this.text = text;
        this.at = at;
    }

    /// More of the text is needed.
    static final class Incomplete extends RuntimeException {
        Incomplete() {
            super("the text ends too early", null, false, false);
        }
    }

    int position() {
        return at;
    }

    /// The name of a function, perhaps with dots.
    String name() {
        peek();
        int from = at;
        while (Character.isJavaIdentifierPart(current())
                || (at > from && ".-".indexOf(current()) >= 0)) {
            at++;
        }
        if (at == from || Character.isDigit(text.charAt(from))) {
            throw unexpected();
        }
        return text.subSequence(from, at).toString();
    }

    /// Named arguments in brackets, as a JSON object.
    String arguments() {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        expect('(');
        while (!skip(')')) {
            String name = name();
            expect('=');
            arguments.put(name, value());
            if (!skip(',') && peek() != ')') {
                throw unexpected();
            }
        }
        return JsonMapper.shared().writeValueAsString(arguments);
    }

    boolean skip(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    void expect(char c) {
        if (!skip(c)) {
            throw unexpected();
        }
    }

    private @Nullable Object value() {
        char c = peek();
        return switch (c) {
            case '\'', '"' -> string();
            case '[' -> list(']');
            case '(' -> list(')');
            case '{' -> map();
            default -> Character.isLetter(c) ? word() : number();
        };
    }

    private @Nullable Object word() {
        String word = name();
        return switch (word) {
            case "True", "true" -> true;
            case "False", "false" -> false;
            case "None", "null" -> null;
            default -> throw unexpected();
        };
    }

    private Object number() {
        int from = at;
        while ("+-0123456789.eE_".indexOf(current()) >= 0) {
            at++;
        }
        return new BigDecimal(text.subSequence(from, at).toString().replace("_", ""));
    }

    private List<@Nullable Object> list(char end) {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        while (!skip(end)) {
            list.add(value());
            if (!skip(',') && peek() != end) {
                throw unexpected();
            }
        }
        return list;
    }

    private Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        while (!skip('}')) {
            String key = String.valueOf(value());
            expect(':');
            map.put(key, value());
            if (!skip(',') && peek() != '}') {
                throw unexpected();
            }
        }
        return map;
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (current() != quote) {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : String.valueOf(c));
        }
        at++;
        return string.toString();
    }

    private String escaped() {
        char code = current();
        at++;
        int digits = code == 'u' ? 4 : code == 'x' ? 2 : 0;
        if (digits > 0) {
            if (at + digits > text.length()) {
                throw new Incomplete();
            }
            at += digits;
            return String.valueOf((char) Integer.parseInt(text, at - digits, at, 16));
        }
        int known = ESCAPES.indexOf(code);
        return known < 0 ? "\\" + code : ESCAPED.substring(known, known + 1);
    }

    /// The next character that is no white space.
    private char peek() {
        while (Character.isWhitespace(current())) {
            at++;
        }
        return current();
    }

    private char current() {
        if (at >= text.length()) {
            throw new Incomplete();
        }
        return text.charAt(at);
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not a call of Python");
    }
}
