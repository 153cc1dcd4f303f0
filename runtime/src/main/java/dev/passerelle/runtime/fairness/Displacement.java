package dev.passerelle.runtime.fairness;

import org.jspecify.annotations.Nullable;

/// Who loses its place in a full queue to a newcomer: nobody whose tenant would then have fewer
/// than the newcomer's.
final class Displacement {

    private Displacement() {}

    /// @return null if the newcomer's tenant has as many places as any other
    static <T> @Nullable Place<T> by(Key<T> newcomer, Iterable<Project<T>> projects) {
        Place<T> other = null;
        for (Project<T> project : projects) {
            if (project.places > newcomer.project.places + 1
                    && (other == null || project.places > other.key.project.places)) {
                Place<T> candidate = newest(project, 0);
                other = candidate == null ? other : candidate;
            }
        }
        return other != null ? other : newest(newcomer.project, newcomer.places + 1);
    }

    /// The newest of the key that has the most places, of those that have more than `places`.
    private static <T> @Nullable Place<T> newest(Project<T> project, int places) {
        Place<T> newest = null;
        int most = places;
        for (Key<T> key : project.keys.values()) {
            Place<T> candidate = key.places > most ? key.newest() : null;
            if (candidate != null) {
                newest = candidate;
                most = key.places;
            }
        }
        return newest;
    }
}
