package dev.passerelle.runtime.fairness;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The account of one of a project's keys, with its requests that are not being served.
final class Key<T> extends Account {

    final Project<T> project;
    final String name;

    /// In order of their coming.
    final SequencedSet<Place<T>> reserved = new LinkedHashSet<>();

    /// In order of their turn: those put back, then the others as they became ready.
    final SequencedSet<Place<T>> ready = new LinkedHashSet<>();

    Key(Project<T> project, String name) {
        this.project = project;
        this.name = name;
    }

    @Override
    int weight() {
        return 1;
    }

    @Override
    int priority() {
        return 0;
    }

    void countPlace(int change) {
        places += change;
        project.places += change;
    }

    void countWaiting(int change) {
        waiting += change;
        project.waiting += change;
    }

    void countHeld(int change) {
        held += change;
        project.held += change;
    }

    /// The newest that has not begun.
    @Nullable Place<T> newest() {
        if (!reserved.isEmpty()) {
            return reserved.getLast();
        }
        return ready.isEmpty() || ready.getLast().everHeld() ? null : ready.getLast();
    }
}
