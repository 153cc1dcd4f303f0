package dev.passerelle.gateway.openai;

import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A request field and how it is treated.
///
/// @param neutral for a refused one: values that ask for nothing and pass
/// @param note for the documentation, and for a refused one also the error's advice
public record Parameter(
        Endpoint endpoint,
        String name,
        Treatment treatment,
        Predicate<JsonNode> neutral,
        String note) {}
