package dev.passerelle.gateway.config;

/// A value as somebody wrote it.
///
/// @param place where, for messages: `passerelle.yaml:4`, `environment variable X`, `--port`
record Setting(String text, String place) {

    /// Without the text, which may be a secret.
    @Override
    public String toString() {
        return "Setting[" + place + "]";
    }
}
