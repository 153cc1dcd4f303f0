package dev.passerelle.runtime.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rewrites what Jinjava can't parse: slices become a filter, named arguments of `namespace` get
/// parentheses.
final class TemplateSource {

    static final String SLICE = "python_slice";

    /// Literal text, a string within code, or a slice within code.
    private static final Pattern CODE =
            Pattern.compile("\\{\\{.*?\\}\\}|\\{%.*?%\\}|\\{#.*?#\\}", Pattern.DOTALL);

    private static final Pattern PARTS =
            Pattern.compile(
                    "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|\\[([^\\[\\]:'\"]*):([^\\[\\]:'\"]*)(?::([^\\[\\]:'\"]*))?\\]",
                    Pattern.DOTALL);

    private static final Pattern NAMESPACE = Pattern.compile("\\bnamespace\\([^()'\"]*\\)");
    private static final Pattern NAMED = Pattern.compile("(\\w+)\\s*=\\s*([^=,()]+)");

    private TemplateSource() {}

    /// Also drops the line break that ends a template, as Jinja2 does.
    static String rewrite(String source) {
        String whole = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
        return CODE.matcher(whole)
                .replaceAll(code -> Matcher.quoteReplacement(slices(code.group())));
    }

    private static String slices(String code) {
        if (code.startsWith("{#")) {
            return code;
        }
        return PARTS.matcher(parameters(code))
                .replaceAll(part ->
                        Matcher.quoteReplacement(
                                part.group(1) == null
                                        ? part.group()
                                        : "|%s(%s, %s, %s)"
                                                .formatted(
                                                        SLICE,
                                                        or(part.group(1)),
                                                        or(part.group(2)),
                                                        or(part.group(3)))));
    }

    /// Jinjava takes `a=b - 1` for `(a=b) - 1`.
    private static String parameters(String code) {
        return NAMESPACE
                .matcher(code)
                .replaceAll(call ->
                        Matcher.quoteReplacement(
                                NAMED.matcher(call.group()).replaceAll("$1=($2)")));
    }

    private static String or(@Nullable String bound) {
        return bound == null || bound.isBlank() ? "none" : bound;
    }
}
