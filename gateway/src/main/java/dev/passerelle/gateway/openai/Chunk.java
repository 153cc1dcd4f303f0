package dev.passerelle.gateway.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An event whose text varies and whose rest is encoded once.
///
/// @param fixed what stands before the text and after it; where there are more than two, the text
///   stands between each two of them
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunk(byte[][] fixed) {
    static final byte[] NONE = {};

    static Chunk of(String... fixed) {
        return new Chunk(Arrays.stream(fixed).map(Chunk::utf8).toArray(byte[][]::new));
    }

    byte[] with(byte[] text) {
        int length = (fixed.length - 1) * text.length;
        for (byte[] part : fixed) {
            length += part.length;
        }
        byte[] bytes = Arrays.copyOf(fixed[0], length);
        int at = fixed[0].length;
        for (int i = 1; i < fixed.length; i++) {
            System.arraycopy(text, 0, bytes, at, text.length);
            at += text.length;
            System.arraycopy(fixed[i], 0, bytes, at, fixed[i].length);
            at += fixed[i].length;
        }
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
        return "data: {\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,\"system_fingerprint\":%s,%s\"choices\":["
                .formatted(
                        quoted(identity.id()),
                        object,
                        identity.created(),
                        quoted(identity.model()),
                        quoted(identity.fingerprint()),
                        identity.tier() == null
                                ? ""
                                : "\"service_tier\":" + quoted(identity.tier()) + ",");
    }

    /// How every event of an answer ends, from the end of `choices`.
    static String closing(boolean includeUsage) {
        return includeUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
    }
}
