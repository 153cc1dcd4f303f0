package dev.passerelle.gateway.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An answer to a query: the entries of one page, and for each facet how often its values occur
/// among what the search and the other filters leave.
///
/// @param total entries on all pages
record CataloguePage(
        String object,
        int total,
        int page,
        int perPage,
        int pages,
        Map<String, List<Count>> facets,
        List<CatalogueEntry> data) {

    record Count(String value, int count) {}

    static CataloguePage of(CatalogueQuery query, List<Item> items) {
        Selection selection = new Selection(query);
        items.stream()
                .filter(item -> item.text().containsAll(query.words()))
                .forEach(selection::add);
        List<CatalogueEntry> entries = selection.entries;
        entries.sort(query.order());
        long first = (query.page() - 1L) * query.perPage();
        return new CataloguePage(
                "list",
                entries.size(),
                query.page(),
                query.perPage(),
                Math.max(1, Math.ceilDiv(entries.size(), query.perPage())),
                selection.facets(),
                entries.stream().skip(first).limit(query.perPage()).toList());
    }

    /// What the filters leave, gathered in one pass.
    private static final class Selection {
        private final CatalogueQuery query;
        private final List<CatalogueEntry> entries = new ArrayList<>();
        private final Map<Facet, Map<String, Integer>> counts = new EnumMap<>(Facet.class);

        Selection(CatalogueQuery query) {
            this.query = query;
            for (Facet facet : Facet.values()) {
                counts.put(facet, new HashMap<>());
            }
        }

        /// An entry counts for a facet if no other one's filter stops it.
        void add(Item item) {
            CatalogueEntry entry = item.entry();
            List<Facet> stopping =
                    query.filters().keySet().stream()
                            .filter(facet -> !query.passes(facet, entry))
                            .toList();
            if (stopping.isEmpty()) {
                entries.add(entry);
                counts.keySet().forEach(facet -> count(facet, entry));
            } else if (stopping.size() == 1) {
                count(stopping.getFirst(), entry);
            }
        }

        private void count(Facet facet, CatalogueEntry entry) {
            Map<String, Integer> values = counts.getOrDefault(facet, Map.of());
            facet.of(entry).stream()
                    .distinct()
                    .forEach(value -> values.merge(value, 1, Integer::sum));
        }

        Map<String, List<Count>> facets() {
            Map<String, List<Count>> facets = new LinkedHashMap<>();
            counts.forEach((facet, values) -> facets.put(facet.id(), sorted(values)));
            return facets;
        }

        private static List<Count> sorted(Map<String, Integer> values) {
            return values.entrySet().stream()
                    .map(value -> new Count(value.getKey(), value.getValue()))
                    .sorted(
                            Comparator.comparingInt(Count::count)
                                    .reversed()
                                    .thenComparing(Count::value))
                    .toList();
        }
    }
}
