package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.gateway.answer.Note;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2HuffmanDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// Heads of requests and answers on one connection, packed as HPACK says (RFC 7541). Those sent
/// refer to nothing before them.
final class Http2Heads {
    private static final int TABLE = 4096;
    private static final int GET = 0x82;
    private static final int POST = 0x83;
    private static final int HTTP = 0x86;
    private static final int HTTPS = 0x87;
    private static final int AUTHORITY = 1;
    private static final int PATH = 4;
    private static final HeaderName RETRY_AFTER_MS = HeaderNames.create("retry-after-ms");

    private final Http2Headers.DynamicTable table = Http2Headers.DynamicTable.create(TABLE);
    private final Http2HuffmanDecoder huffman = Http2HuffmanDecoder.create();

    byte[] write(Outgoing request, String scheme, String authority) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.write(request.body().length == 0 ? GET : POST);
        out.write(scheme.equals("https") ? HTTPS : HTTP);
        out.write(PATH);
        string(out, request.path());
        out.write(AUTHORITY);
        string(out, authority);
        for (Note header : request.headers()) {
            field(out, header.name(), header.value());
        }
        if (request.body().length > 0) {
            field(out, "content-length", Integer.toString(request.body().length));
        }
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        string(out, name.toLowerCase(Locale.ROOT));
        string(out, value);
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int rest = bytes.length - 127;
        if (rest < 0) {
            out.write(bytes.length);
        } else {
            out.write(127);
            for (; rest >= 128; rest >>>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    /// @throws IllegalStateException if it is none
    Head read(byte[] fields) {
        Http2Headers headers;
        try {
            Http2FrameHeader header =
                    Http2FrameHeader.create(
                            fields.length,
                            Http2FrameTypes.HEADERS,
                            Http2Flag.HeaderFlags.create(Http2Flag.END_OF_HEADERS),
                            1);
            headers =
                    Http2Headers.create(
                            null, // asked for by priorities alone, which are cut off
                            table,
                            huffman,
                            new Http2FrameData(header, BufferData.create(fields)));
        } catch (Http2Exception | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalStateException("headers that can't be read", e);
        }
        return head(headers);
    }

    private static Head head(Http2Headers read) {
        Headers headers = read.httpHeaders();
        return new Head(
                read.status() == null ? 0 : read.status().code(),
                -1,
                false,
                false,
                headers.value(HeaderNames.CONTENT_TYPE).orElse(""),
                headers.value(HeaderNames.CONTENT_ENCODING).orElse(""),
                headers.value(HeaderNames.RETRY_AFTER).orElse(""),
                headers.value(RETRY_AFTER_MS).orElse(""));
    }
}
