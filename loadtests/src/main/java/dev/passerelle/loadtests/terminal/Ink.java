package dev.passerelle.loadtests.terminal;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Text in colour where the terminal has any; `Ansi.AUTO` honours `NO_COLOR`.
final class Ink {
    private final Ansi ansi;

    Ink(Ansi ansi) {
        this.ansi = ansi;
    }

    String strong(String text) {
        return in(Style.bold, text);
    }

    String faint(String text) {
        return in(Style.faint, text);
    }

    String good(String text) {
        return in(Style.fg_green, text);
    }

    String bad(String text) {
        return in(Style.fg_red, text);
    }

    String bar(String text) {
        return in(Style.fg_cyan, text);
    }

    private String in(Style style, String text) {
        return text.isEmpty() || !ansi.enabled() ? text : style.on() + text + Style.reset.on();
    }
}
