package dev.passerelle.runtime.text.jinja;

import java.time.ZonedDateTime;

/// What one rendering may still do, and when it happens.
final class Rendering {

    private static final int MOST_CHARACTERS = 16 << 20;
    private static final long MOST_STEPS = 5_000_000;
    private static final int DEEPEST = 100;

    private final ZonedDateTime now;
    private long steps;
    private long characters;
    private int depth;

    Rendering(ZonedDateTime now) {
        this.now = now;
    }

    ZonedDateTime now() {
        return now;
    }

    /// Counts one statement.
    void step() {
        if (++steps > MOST_STEPS) {
            throw new TemplateException("the template doesn't come to an end");
        }
    }

    void write(StringBuilder out, String text) {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
            throw new TemplateException("the template writes too much");
        }
        out.append(text);
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException("the template's macros call each other without end");
        }
    }

    void leave() {
        depth--;
    }
}
