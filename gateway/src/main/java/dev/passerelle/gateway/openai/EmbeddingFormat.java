package dev.passerelle.gateway.openai;

/// How vectors are written.
public enum EmbeddingFormat {
    FLOAT,
    /// Little-endian 32-bit floats.
    BASE64
}
