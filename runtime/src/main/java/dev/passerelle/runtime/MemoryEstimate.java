package dev.passerelle.runtime;

/// What a loaded model takes at most, in bytes.
///
/// @param weights as the session holds them
/// @param kvCache with every slot and the prefix cache full
/// @param arena what the session allocates while it works
public record MemoryEstimate(long weights, long kvCache, long arena) {

    public long total() {
        return weights + kvCache + arena;
    }
}
