package dev.passerelle.runtime.importer.gguf;

/// A metadata value.
public sealed interface GgufValue {

    /// Any integer type; unsigned 64-bit ones wrap.
    record Int(long value) implements GgufValue {}

    record Real(double value) implements GgufValue {}

    record Bool(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /// An array, checked and passed over: only its length is kept.
    record Array(long length) implements GgufValue {}
}
