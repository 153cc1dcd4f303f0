package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Escapes and bracketed classes of regular expressions and grammars: `\d` and `\w` in ASCII, `\s`
/// in Unicode, as ECMAScript has them.
final class CharacterClasses {

    private static final CodePoints DIGIT = CodePoints.of('0', '9');
    private static final CodePoints WORD =
            DIGIT.or(CodePoints.of('A', 'Z')).or(CodePoints.of('a', 'z')).or(CodePoints.of("_"));
    private static final CodePoints SPACE =
            CodePoints.of("\t\n\u000B\f\r\u2028\u2029\uFEFF")
                    .or(CodePoints.where(c -> Character.getType(c) == Character.SPACE_SEPARATOR));
    private static final Map<Character, CodePoints> NAMED =
            Map.ofEntries(
                    Map.entry('d', DIGIT),
                    Map.entry('D', DIGIT.not()),
                    Map.entry('w', WORD),
                    Map.entry('W', WORD.not()),
                    Map.entry('s', SPACE),
                    Map.entry('S', SPACE.not()),
                    Map.entry('n', CodePoints.of("\n")),
                    Map.entry('r', CodePoints.of("\r")),
                    Map.entry('t', CodePoints.of("\t")),
                    Map.entry('f', CodePoints.of("\f")),
                    Map.entry('v', CodePoints.of("\u000B")),
                    Map.entry('0', CodePoints.of(0, 0)));
    private static final Map<String, Byte> CATEGORIES = categories();
    private static final Map<String, String> LONG_NAMES =
            Map.of(
                    "Letter", "L",
                    "Uppercase_Letter", "Lu",
                    "Lowercase_Letter", "Ll",
                    "Mark", "M",
                    "Number", "N",
                    "Decimal_Number", "Nd",
                    "Punctuation", "P",
                    "Symbol", "S",
                    "Separator", "Z");
    private static final Map<String, CodePoints> PROPERTIES = new ConcurrentHashMap<>();

    private final String text;
    private final Function<String, InferenceException> refusal;
    private int at;

    CharacterClasses(String text, Function<String, InferenceException> refusal) {
        this.text = text;
        this.refusal = refusal;
    }

    /// The index behind what was read last.
    int end() {
        return at;
    }

    /// Reads a class from behind its `[` to its `]`.
    CodePoints bracket(int from) {
        at = from;
        boolean negated = at < text.length() && text.charAt(at) == '^';
        if (negated) {
            at++;
        }
        CodePoints set = CodePoints.NONE;
        while (peek() != ']') {
            CodePoints low = member();
            boolean range = peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']';
            if (range) {
                at++;
                low = range(low, member());
            }
            set = set.or(low);
        }
        at++;
        return negated ? set.not() : set;
    }

    private CodePoints range(CodePoints low, CodePoints high) {
        int from = only(low);
        int to = only(high);
        if (from > to) {
            throw refusal.apply("a range that ends before it begins");
        }
        return CodePoints.of(from, to);
    }

    private int only(CodePoints set) {
        if (set.ranges().size() != 1
                || set.ranges().getFirst().low() != set.ranges().getFirst().high()) {
            throw refusal.apply("a range from or to a class");
        }
        return set.ranges().getFirst().low();
    }

    private CodePoints member() {
        int c = text.codePointAt(at);
        if (c == '\\') {
            if (at + 1 < text.length() && text.charAt(at + 1) == 'b') {
                at += 2;
                return CodePoints.of("\b");
            }
            return escape(at + 1);
        }
        at += Character.charCount(c);
        return CodePoints.of(c, c);
    }

    /// Reads an escape from behind its backslash.
    CodePoints escape(int from) {
        at = from;
        int c = text.codePointAt(checked());
        at += Character.charCount(c);
        CodePoints named = NAMED.get((char) c);
        if (named != null) {
            return named;
        }
        return switch (c) {
            case 'x' -> hex(2);
            case 'u' -> text.startsWith("{", at) ? braced() : pair(hex(4));
            case 'U' -> hex(8);
            case 'p' -> property();
            case 'P' -> property().not();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw refusal.apply("\\" + Character.toString(c));
                }
                yield CodePoints.of(c, c);
            }
        };
    }

    /// A character outside the basic plane may be written as two.
    private CodePoints pair(CodePoints first) {
        int c = Integer.parseInt(text.substring(at - 4, at), 16);
        if (!first.isEmpty()) {
            return first;
        }
        if (Character.isHighSurrogate((char) c) && text.startsWith("\\u", at)) {
            at += 2;
            hex(4);
            int low = Integer.parseInt(text.substring(at - 4, at), 16);
            int both = Character.toCodePoint((char) c, (char) low);
            return CodePoints.of(both, both);
        }
        return first;
    }

    private CodePoints hex(int digits) {
        int end = at + digits;
        if (end > text.length()) {
            throw refusal.apply("a damaged escape");
        }
        return number(text.substring(at, end), end);
    }

    private CodePoints braced() {
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw refusal.apply("a damaged escape");
        }
        return number(text.substring(at + 1, end), end + 1);
    }

    private CodePoints number(String digits, int end) {
        at = end;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw refusal.apply("a damaged escape");
        }
        long c = digits.length() > 8 ? Long.MAX_VALUE : Long.parseLong(digits, 16);
        if (c > Character.MAX_CODE_POINT) {
            throw refusal.apply("a character beyond Unicode");
        }
        return CodePoints.of((int) c, (int) c);
    }

    private CodePoints property() {
        int end = text.indexOf('}', at);
        if (end < 0 || text.charAt(at) != '{') {
            throw refusal.apply("a damaged \\p{…}");
        }
        String name = text.substring(at + 1, end);
        at = end + 1;
        String value = name.substring(name.indexOf('=') + 1);
        String key = LONG_NAMES.getOrDefault(value, value);
        boolean known =
                CATEGORIES.keySet().stream()
                        .anyMatch(category -> !key.isEmpty() && category.startsWith(key));
        if (!known) {
            throw refusal.apply("\\p{" + name + "}");
        }
        return PROPERTIES.computeIfAbsent(key, CharacterClasses::ofCategory);
    }

    /// General categories whose name begins like this, so that `L` is all letters.
    private static CodePoints ofCategory(String prefix) {
        long types = 0;
        for (Map.Entry<String, Byte> category : CATEGORIES.entrySet()) {
            if (category.getKey().startsWith(prefix)) {
                types |= 1L << category.getValue();
            }
        }
        long wanted = types;
        return CodePoints.where(c -> (wanted >>> Character.getType(c) & 1) != 0);
    }

    /// Abbreviations of Unicode's general categories.
    private static Map<String, Byte> categories() {
        String names =
                "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No -- Zs Zl Zp Cc Cf -- Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf";
        Map<String, Byte> categories = new HashMap<>();
        String[] each = names.split(" ");
        for (byte type = 0; type < each.length; type++) {
            if (each[type].charAt(0) != '-') {
                categories.put(each[type], type);
            }
        }
        return Map.copyOf(categories);
    }

    private char peek() {
        return text.charAt(checked());
    }

    private int checked() {
        if (at >= text.length()) {
            throw refusal.apply("an unfinished class or escape");
        }
        return at;
    }
}
