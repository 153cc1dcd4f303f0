package dev.passerelle.gateway.answer;

/// A piece of an answer. Its bytes are not changed while the next part hasn't been asked for.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Part(byte[] bytes, int offset, int length) {

    public Part(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }
}
