package dev.passerelle.runtime.importer.family;

import java.util.Optional;

/// What attention does in one layer.
///
/// @param rope none where tokens are not told their positions
/// @param window how many of the latest tokens a token sees, itself among them; 0 means all
public record LayerAttention(Optional<Rope> rope, int window) {}
