package dev.passerelle.gateway.openai;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request's query, read strictly.
public record QueryParameters(Map<String, List<String>> values) {
    private static final int LONGEST_SHOWN = 64;

    /// Refuses parameters nobody documents.
    public void only(Collection<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String advice =
                        known.isEmpty() ? "none is taken here" : "use " + String.join(", ", known);
                throw new InvalidRequest(
                        "Unknown query parameter '%s': %s.".formatted(shown(name), advice),
                        shown(name),
                        "unknown_parameter");
            }
        }
    }

    /// All values of a parameter.
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// The value of a parameter that may be given once.
    public Optional<String> single(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw new InvalidRequest(
                    "The query parameter '%s' is given %d times: give it once."
                            .formatted(name, given.size()),
                    name,
                    "invalid_value");
        }
        return given.stream().findFirst();
    }

    /// The refusal of a value.
    public static InvalidRequest wrong(String name, String got, String expected) {
        return new InvalidRequest(
                "Invalid value for '%s': expected %s, but got '%s'."
                        .formatted(name, expected, shown(got)),
                name,
                "invalid_value");
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
