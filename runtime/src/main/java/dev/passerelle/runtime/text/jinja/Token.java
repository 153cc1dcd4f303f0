package dev.passerelle.runtime.text.jinja;

/// A piece of a template.
///
/// @param text of a string its value, of the others as written
record Token(Kind kind, String text, int line) {

    enum Kind {
        /// Outside all tags.
        DATA,
        OUTPUT_BEGIN,
        OUTPUT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
