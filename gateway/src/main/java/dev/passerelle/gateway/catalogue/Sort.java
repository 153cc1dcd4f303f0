package dev.passerelle.gateway.catalogue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An order of entries. Those without the value come last, whichever way; equal ones go by id.
enum Sort {
    ID,
    PARAMETERS,
    SIZE,
    MEMORY,
    CONTEXT,
    STATE;

    /// All deployments elsewhere may be asked, some, none.
    static final String READY = "ready";

    static final String DEGRADED = "degraded";
    static final String OUT = "out";

    /// The states, the most useful first.
    static final List<String> PHASES =
            List.of(
                    READY,
                    DEGRADED,
                    "idle",
                    "loading",
                    "importing",
                    "verifying",
                    "downloading",
                    OUT,
                    "failed");

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Sort> find(String id) {
        return Arrays.stream(values()).filter(sort -> sort.id().equals(id)).findFirst();
    }

    Comparator<CatalogueEntry> comparator(boolean down) {
        return switch (this) {
            case ID -> by(CatalogueEntry::id, down);
            case PARAMETERS -> by(CatalogueEntry::parameters, down);
            case SIZE -> by(entry -> entry.size() == null ? null : entry.size().disk(), down);
            case MEMORY -> by(entry -> entry.size() == null ? null : entry.size().memory(), down);
            case CONTEXT -> by(CatalogueEntry::contextLength, down);
            case STATE -> by(entry -> PHASES.indexOf(entry.state().phase()), down);
        };
    }

    private static <V extends Comparable<V>> Comparator<CatalogueEntry> by(
            Function<CatalogueEntry, @Nullable V> value, boolean down) {
        Comparator<V> order = down ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(value, Comparator.nullsLast(order))
                .thenComparing(CatalogueEntry::id);
    }
}
