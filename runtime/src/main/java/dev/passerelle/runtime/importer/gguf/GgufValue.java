package dev.passerelle.runtime.importer.gguf;

/// A metadata value.
public sealed interface GgufValue {

    /// Any integer type; unsigned 64-bit ones wrap.
    record Int(long value) implements GgufValue {}

    record Real(double value) implements GgufValue {}

    record Bool(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /// An array, checked and passed over; [GgufMetadata] reads it when it is asked for.
    ///
    /// @param type the elements', as GGUF numbers them
    /// @param position of the first element in the file
    record Array(long length, int type, long position) implements GgufValue {}
}
