package dev.passerelle.gateway.openai;

import java.nio.charset.StandardCharsets;

/// An event whose text varies and whose rest is encoded once.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunk(byte[] head, byte[] tail) {
    static final byte[] NONE = {};

    static Chunk of(String head, String tail) {
        return new Chunk(utf8(head), utf8(tail));
    }

    byte[] with(byte[] middle) {
        byte[] bytes = new byte[head.length + middle.length + tail.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(middle, 0, bytes, head.length, middle.length);
        System.arraycopy(tail, 0, bytes, head.length + middle.length, tail.length);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A JSON string with its quotes.
    static String quoted(String text) {
        return '"' + new String(Json.escaped(text), StandardCharsets.UTF_8) + '"';
    }

    /// How every event of an answer begins, up to the content of `choices`.
    static String opening(ReplyIdentity identity, String object) {
        return "data: {\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,\"system_fingerprint\":%s,\"choices\":["
                .formatted(
                        quoted(identity.id()),
                        object,
                        identity.created(),
                        quoted(identity.model()),
                        quoted(identity.fingerprint()));
    }

    /// How every event of an answer ends, from the end of `choices`.
    static String closing(boolean includeUsage) {
        return includeUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
    }
}
