package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.SafeString;

/// Texts that the filter `safe` marks: added to another text with `+`, they make that HTML.
final class Markup {

    private static final int LONGEST = 16 << 20;

    private Markup() {}

    static boolean any(Object a, Object b) {
        return a instanceof SafeString || b instanceof SafeString;
    }

    /// Both as text; marked, and what wasn't marked escaped, if one of them was marked.
    static Object joined(Object a, Object b) {
        boolean any = any(a, b);
        String left = any ? escaped(a) : Values.text(a);
        String right = any ? escaped(b) : Values.text(b);
        if (left.length() + (long) right.length() > LONGEST) {
            throw new TemplateException("the template makes too long a text");
        }
        return any ? new SafeString(left + right) : left + right;
    }

    static String escaped(Object value) {
        return value instanceof SafeString safe
                ? safe.getValue()
                : Values.text(value)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&#34;")
                        .replace("'", "&#39;");
    }
}
