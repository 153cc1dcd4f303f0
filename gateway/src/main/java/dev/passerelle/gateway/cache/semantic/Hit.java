package dev.passerelle.gateway.cache.semantic;

/// A question that means the same.
///
/// @param key of the answer to it
/// @param score cosine similarity, up to 1
public record Hit<K>(K key, double score) {}
