package dev.passerelle.runtime;

/// A function that the model may ask its caller to carry out.
///
/// @param description what it does; empty if not said
/// @param parameters JSON Schema of its arguments, as JSON text
/// @param strict whether arguments must follow the schema, also where the model chooses freely
///   whether to call it
public record Tool(String name, String description, String parameters, boolean strict) {}
