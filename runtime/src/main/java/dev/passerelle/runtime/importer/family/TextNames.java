package dev.passerelle.runtime.importer.family;

/// Names of a language model's parts in a model that also reads images.
///
/// transformers 4 names them `language_model.model.…` and `language_model.lm_head.…`, transformers
/// 5 `model.language_model.…` and `lm_head.…`.
public final class TextNames {

    private static final String INNER = "model.language_model.";
    private static final String OUTER = "language_model.";

    private TextNames() {}

    /// Whether it is a name within such a language model, other than the output projection's.
    static boolean isNested(String name) {
        return name.startsWith(INNER) || name.startsWith(OUTER);
    }

    /// The name as if the language model stood alone.
    public static String plain(String name) {
        if (name.startsWith(INNER)) {
            return "model." + name.substring(INNER.length());
        }
        return name.startsWith(OUTER) ? name.substring(OUTER.length()) : name;
    }
}
