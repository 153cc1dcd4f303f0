package dev.passerelle.gateway.admission;

import java.util.Locale;

/// Whom a limit binds.
///
/// @param name the key's id, `organisation/project`, the organisation's name, the model's id, or
///   `model/deployment`
public record Scope(Kind kind, String name) {

    /// What kinds of them there are.
    public enum Kind {
        KEY,
        PROJECT,
        ORGANISATION,
        MODEL,
        /// What is sent to a deployment, counted by each gateway for itself.
        DEPLOYMENT;

        /// The name on the wire.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
