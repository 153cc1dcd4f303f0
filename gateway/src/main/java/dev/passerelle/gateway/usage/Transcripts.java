package dev.passerelle.gateway.usage;

/// Where prompts and answers are written down, for the projects whose operator wants that.
@FunctionalInterface
public interface Transcripts {

    /// Nowhere.
    Transcripts NONE = transcript -> {};

    /// Keeps one. Never fails the request: what goes wrong is logged, without the text.
    void keep(Transcript transcript);
}
