package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.QueryParameters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is asked of the catalogue.
///
/// @param words folded; all must occur
/// @param filters the values of each that will do, in lower case
/// @param page from 1
public record CatalogueQuery(
        List<String> words,
        Map<Facet, Set<String>> filters,
        Comparator<CatalogueEntry> order,
        int page,
        int perPage) {

    static final String SEARCH = "search";
    static final String SORT = "sort";
    static final String PAGE = "page";
    static final String PER_PAGE = "per_page";

    private static final int LONGEST_SEARCH = 256;
    private static final int PER_PAGE_DEFAULT = 50;
    private static final int PER_PAGE_MOST = 1000;

    /// The names of all query parameters.
    static List<String> names() {
        return Stream.of(
                        Stream.of(SEARCH),
                        Arrays.stream(Facet.values()).map(Facet::id),
                        Stream.of(SORT, PAGE, PER_PAGE))
                .flatMap(names -> names)
                .toList();
    }

    /// Reads query parameters.
    ///
    /// @throws InvalidRequest naming the parameter that is unknown, given twice or has no such
    ///   value
    public static CatalogueQuery of(Map<String, List<String>> given) {
        QueryParameters parameters = new QueryParameters(given);
        parameters.only(names());
        return new CatalogueQuery(
                words(parameters.single(SEARCH).orElse("")),
                filters(parameters),
                order(parameters.single(SORT).orElse(Sort.ID.id())),
                number(parameters, PAGE, 1, Integer.MAX_VALUE),
                number(parameters, PER_PAGE, PER_PAGE_DEFAULT, PER_PAGE_MOST));
    }

    /// For an address that takes no query.
    ///
    /// @throws InvalidRequest naming the first parameter, if there are any
    public static void none(Map<String, List<String>> parameters) {
        new QueryParameters(parameters).only(List.of());
    }

    /// Whether an entry has one of the values wanted of a facet; true if none is wanted.
    boolean passes(Facet facet, CatalogueEntry entry) {
        Set<String> wanted = filters.get(facet);
        return wanted == null
                || facet.of(entry).stream()
                        .anyMatch(value -> wanted.contains(value.toLowerCase(Locale.ROOT)));
    }

    private static List<String> words(String search) {
        if (search.length() > LONGEST_SEARCH) {
            throw QueryParameters.wrong(
                    SEARCH, search, "at most " + LONGEST_SEARCH + " characters");
        }
        return FoldedText.words(search);
    }

    private static Map<Facet, Set<String>> filters(QueryParameters parameters) {
        Map<Facet, Set<String>> filters = new EnumMap<>(Facet.class);
        for (Facet facet : Facet.values()) {
            List<String> values = parameters.all(facet.id());
            values.forEach(value -> check(facet, value));
            if (!values.isEmpty()) {
                filters.put(
                        facet,
                        values.stream()
                                .map(value -> value.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet()));
            }
        }
        return filters;
    }

    private static void check(Facet facet, String value) {
        if (value.isBlank()) {
            throw QueryParameters.wrong(
                    facet.id(), value, "a value; leave the parameter out for all");
        }
        if (!facet.possible().isEmpty() && !facet.possible().contains(value)) {
            throw QueryParameters.wrong(
                    facet.id(), value, "one of " + String.join(", ", facet.possible()));
        }
    }

    private static Comparator<CatalogueEntry> order(String text) {
        boolean descending = text.startsWith("-");
        return Sort.find(descending ? text.substring(1) : text)
                .orElseThrow(() ->
                        QueryParameters.wrong(
                                SORT,
                                text,
                                "one of %s, with '-' before it for descending"
                                        .formatted(
                                                Arrays.stream(Sort.values())
                                                        .map(Sort::id)
                                                        .collect(Collectors.joining(", ")))))
                .comparator(descending);
    }

    private static int number(QueryParameters parameters, String name, int otherwise, int most) {
        String text = parameters.single(name).orElse(Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw QueryParameters.wrong(name, text, "an integer from 1 to " + most);
        }
        throw QueryParameters.wrong(name, text, "an integer from 1 to " + most);
    }
}
