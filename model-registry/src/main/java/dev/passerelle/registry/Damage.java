package dev.passerelle.registry;

/// A file that is not as its digest says.
///
/// @param file path in its snapshot
public record Damage(String file, String reason) {
    @Override
    public String toString() {
        return file + ": " + reason;
    }
}
