package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.SafeString;

/// Texts that the filter `safe` marks: added to another text with `+`, they make that HTML.
final class Markup {

    private Markup() {}

    static boolean any(Object a, Object b) {
        return a instanceof SafeString || b instanceof SafeString;
    }

    /// Both as text; marked, and what wasn't marked escaped, if one of them was marked.
    static Object joined(Object a, Object b) {
        return any(a, b)
                ? new SafeString(escaped(a) + escaped(b))
                : Values.text(a) + Values.text(b);
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
