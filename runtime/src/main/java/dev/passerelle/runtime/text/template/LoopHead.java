package dev.passerelle.runtime.text.template;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in a tag `for`: `a, b in values if condition`.
///
/// @param condition empty if there is none
record LoopHead(List<String> names, String values, String condition) {

    private static final Pattern PARTS =
            Pattern.compile("\\s*\\(?([\\w\\s,]+?)\\)?\\s+in\\s+(.+)", Pattern.DOTALL);
    private static final Pattern WORD_IF = Pattern.compile("\\bif\\b");
    private static final Pattern RECURSIVE = Pattern.compile("\\brecursive\\s*");

    static LoopHead of(String head) {
        Matcher parts = PARTS.matcher(head);
        if (!parts.matches()) {
            throw new TemplateException("{% for %} without `in`");
        }
        List<String> names =
                Arrays.stream(parts.group(1).split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        String values = parts.group(2);
        String outside = outside(values);
        if (RECURSIVE.matcher(outside).find()) {
            throw new TemplateException("recursive loops are not supported");
        }
        Matcher condition = WORD_IF.matcher(outside);
        return condition.find()
                ? new LoopHead(
                        names,
                        values.substring(0, condition.start()),
                        values.substring(condition.end()))
                : new LoopHead(names, values, "");
    }

    /// The same length of text, with blanks for what is within quotes or brackets.
    private static String outside(String text) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    out.append(' ');
                    i++;
                }
                quote = c == quote ? 0 : quote;
                out.append(' ');
                continue;
            }
            quote = c == '\'' || c == '"' ? c : 0;
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            out.append(depth > 0 || quote != 0 ? ' ' : c);
        }
        return out.toString();
    }
}
