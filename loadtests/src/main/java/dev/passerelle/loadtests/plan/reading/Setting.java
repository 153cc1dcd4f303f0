package dev.passerelle.loadtests.plan.reading;

/// A value as somebody wrote it.
///
/// @param place where, for messages: `chat.yaml:4`, `--rate`
record Setting(String text, String place) {
    /// Without the text, which may be a key.
    @Override
    public String toString() {
        return "Setting[" + place + "]";
    }
}
