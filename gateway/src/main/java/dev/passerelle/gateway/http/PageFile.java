package dev.passerelle.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A file of the web page, held in memory.
final class PageFile {

    private static final Map<String, String> MEDIA_TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "json", "application/json",
                    "txt", "text/plain; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "woff2", "font/woff2");

    private final String mediaType;
    private final byte[] bytes;
    private final byte @Nullable [] gzip;
    private final String tag;

    private PageFile(String mediaType, byte[] bytes, byte @Nullable [] gzip) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.gzip = gzip;
        this.tag = EntityTag.of(bytes);
    }

    /// @param name decides the media type
    /// @throws IllegalArgumentException if the name's ending has none
    static PageFile of(String name, byte[] bytes) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        String type = MEDIA_TYPES.get(ending);
        if (type == null) {
            throw new IllegalArgumentException(
                    "%s: a file of the page must end in one of %s"
                            .formatted(name, MEDIA_TYPES.keySet()));
        }
        byte[] gzip = compressed(bytes);
        return new PageFile(type, bytes, gzip.length < bytes.length ? gzip : null);
    }

    String mediaType() {
        return mediaType;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Its bytes compressed; absent where that saves nothing.
    byte @Nullable [] gzip() {
        return gzip;
    }

    /// The entity tag of its bytes.
    String tag() {
        return tag;
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
