package dev.passerelle.gateway.admission;

import java.util.Locale;

/// Whom a limit binds.
///
/// @param name the key's id, `organisation/project`, the organisation's name, or the model's id
public record Scope(Kind kind, String name) {

    /// What kinds of them there are.
    public enum Kind {
        KEY,
        PROJECT,
        ORGANISATION,
        MODEL;

        /// The name on the wire.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
