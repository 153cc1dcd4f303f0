package dev.passerelle.runtime.text.jinja;

import java.util.Map;

/// What `namespace(...)` makes: variables that a loop can set for what follows it.
record Namespace(Map<String, Object> variables) {}
