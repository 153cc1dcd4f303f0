package dev.passerelle.registry.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares a model as it was locked with what it is, in words for operators.
final class Comparison {

    private final List<String> differences = new ArrayList<>();

    private Comparison() {}

    /// Every difference; empty if there is none.
    static List<String> of(LockedModel locked, LockedModel found) {
        Comparison comparison = new Comparison();
        comparison.property("source", locked.source(), found.source());
        comparison.property("commit", locked.commit(), found.commit());
        comparison.property("licence", locked.licence(), found.licence());
        comparison.settings(locked.settings(), found.settings());
        comparison.files(locked, found);
        return List.copyOf(comparison.differences);
    }

    /// The difference of one property.
    static Optional<String> ofProperty(String name, Object locked, Object found) {
        Comparison comparison = new Comparison();
        comparison.property(name, locked, found);
        return comparison.differences.stream().findFirst();
    }

    /// The differences of import settings alone.
    static List<String> ofSettings(Map<String, String> locked, Map<String, String> found) {
        Comparison comparison = new Comparison();
        comparison.settings(locked, found);
        return comparison.differences;
    }

    private void settings(Map<String, String> locked, Map<String, String> found) {
        TreeSet<String> names = new TreeSet<>(locked.keySet());
        names.addAll(found.keySet());
        names.forEach(
                name -> property("import setting " + name, locked.get(name), found.get(name)));
    }

    private void files(LockedModel locked, LockedModel found) {
        for (LockedFile file : locked.files()) {
            found.file(file.path())
                    .ifPresentOrElse(
                            other -> file(file, other),
                            () -> differences.add(file.path() + " is missing"));
        }
        for (LockedFile file : found.files()) {
            if (locked.file(file.path()).isEmpty()) {
                differences.add(file.path() + " is not in " + Lockfile.FILE_NAME);
            }
        }
    }

    private void file(LockedFile locked, LockedFile found) {
        if (locked.size() != found.size()) {
            differences.add(
                    "%s has %d bytes, %s has %d"
                            .formatted(
                                    locked.path(),
                                    found.size(),
                                    Lockfile.FILE_NAME,
                                    locked.size()));
        } else {
            property(locked.path(), locked.digest(), found.digest());
        }
    }

    private void property(String name, @Nullable Object locked, @Nullable Object found) {
        if (!Objects.equals(locked, found)) {
            differences.add(
                    "%s is %s, %s has %s"
                            .formatted(name, text(found), Lockfile.FILE_NAME, text(locked)));
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value.toString();
    }
}
