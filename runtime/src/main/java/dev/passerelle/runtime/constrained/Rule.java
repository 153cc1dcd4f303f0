package dev.passerelle.runtime.constrained;

import org.jspecify.annotations.Nullable;

/// A named expression, so that expressions may contain themselves.
final class Rule {

    private final String name;
    private @Nullable Node body;
    private @Nullable State start;

    /// Whether any text matches it; known once [Productivity] looked.
    private boolean productive;

    Rule(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean defined() {
        return body != null;
    }

    void define(Node node) {
        body = node;
    }

    Node body() {
        if (body == null) {
            throw new IllegalStateException("Rule " + name + " is not defined");
        }
        return body;
    }

    boolean built() {
        return start != null;
    }

    void startsAt(State state) {
        start = state;
    }

    State start() {
        if (start == null) {
            throw new IllegalStateException("Rule " + name + " is not built");
        }
        return start;
    }

    boolean productive() {
        return productive;
    }

    void markProductive() {
        productive = true;
    }
}
