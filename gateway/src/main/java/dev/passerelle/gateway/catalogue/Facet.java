package dev.passerelle.gateway.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A property by which entries are filtered and counted.
enum Facet {
    TASK,
    STATE,
    CAPABILITY,
    LICENCE,
    LANGUAGE,
    ARCHITECTURE,
    QUANTISATION,
    REGION;

    /// Its name in queries and answers.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// An entry's values of it.
    List<String> of(CatalogueEntry entry) {
        return switch (this) {
            case TASK -> one(entry.task());
            case STATE -> one(entry.state().phase());
            case CAPABILITY -> several(entry.capabilities());
            case LICENCE -> one(entry.licence());
            case LANGUAGE -> several(entry.languages());
            case ARCHITECTURE -> one(entry.architecture());
            case QUANTISATION -> one(entry.quantisation());
            case REGION -> regions(entry);
        };
    }

    /// Every value there can be; empty if models bring their own.
    List<String> possible() {
        return switch (this) {
            case TASK -> names(CatalogueTask.values(), CatalogueTask::id);
            case STATE -> Sort.PHASES;
            case CAPABILITY -> names(Capability.values(), Capability::id);
            default -> List.of();
        };
    }

    private static List<String> regions(CatalogueEntry entry) {
        List<CatalogueEntry.Place> places =
                entry.deployments() == null ? List.of() : entry.deployments();
        return Stream.concat(
                        Stream.ofNullable(entry.region()),
                        places.stream().flatMap(place -> Stream.ofNullable(place.region())))
                .distinct()
                .toList();
    }

    private static List<String> one(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static List<String> several(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private static <T> List<String> names(T[] values, Function<T, String> name) {
        return Arrays.stream(values).map(name).toList();
    }
}
