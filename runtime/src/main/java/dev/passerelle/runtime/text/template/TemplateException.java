package dev.passerelle.runtime.text.template;

/// A template that can't be parsed or rendered.
public class TemplateException extends RuntimeException {

    private final int line;

    TemplateException(String message) {
        this(message, 0);
    }

    TemplateException(String message, int line) {
        super(message);
        this.line = line;
    }

    /// Where in the template, from 1; 0 if not known.
    public int line() {
        return line;
    }

    /// The same, with its place if it had none.
    TemplateException at(int where) {
        return line > 0 ? this : new TemplateException(String.valueOf(getMessage()), where);
    }

    /// A template's own refusal of what it was given: it called `raise_exception`.
    public static final class Refusal extends TemplateException {
        Refusal(String message) {
            super(message);
        }

        @Override
        TemplateException at(int where) {
            return this;
        }
    }
}
