package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.ApiException.BodyTooLarge;
import dev.passerelle.gateway.openai.ApiException.BrokenBody;
import dev.passerelle.gateway.openai.ApiException.UnsupportedMediaType;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/// Reads a request's body within a limit.
final class RequestBody {
    private static final List<String> NEVER_JSON =
            List.of(
                    "multipart/",
                    "image/",
                    "audio/",
                    "video/",
                    "text/html",
                    "text/xml",
                    "application/xml",
                    "application/pdf",
                    "application/zip");

    /// How much of an oversized body is read and dropped so that the client, still sending, gets to
    /// see the answer.
    private static final long LINGER_BYTES = 64L << 20;

    private RequestBody() {}

    /// The whole body.
    ///
    /// @throws BodyTooLarge if it is longer than `limit` bytes
    /// @throws BrokenBody if it isn't framed as HTTP wants it
    /// @throws UnsupportedMediaType if it is declared to be something that can't be JSON
    /// @throws ClientLeft if it ends early
    static byte[] read(ServerRequest request, long limit) {
        checkMediaType(request);
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try {
            InputStream in = request.content().inputStream();
            long length = request.headers().contentLength().orElse(-1);
            if (length > limit) {
                throw tooLarge(in, limit);
            }
            if (length >= 0) {
                return whole(in, (int) length);
            }
            byte[] body = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (body.length > limit) {
                throw tooLarge(in, limit);
            }
            return body;
        } catch (IOException
                | UncheckedIOException
                | DataReader.InsufficientDataAvailableException
                | CloseConnectionException e) {
            throw new ClientLeft(e);
        } catch (BodyTooLarge e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BrokenBody("The request body is not valid chunked encoding.");
        }
    }

    private static byte[] whole(InputStream in, int length) throws IOException {
        byte[] body = new byte[length];
        if (in.readNBytes(body, 0, length) < length) {
            throw new EOFException();
        }
        return body;
    }

    private static BodyTooLarge tooLarge(InputStream in, long limit) throws IOException {
        byte[] dropped = new byte[64 << 10];
        for (long left = LINGER_BYTES; left > 0; ) {
            int read = in.read(dropped);
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return new BodyTooLarge(
                "The request body exceeds %d bytes: send less, or raise server.max-body."
                        .formatted(limit));
    }

    private static void checkMediaType(ServerRequest request) {
        String type =
                request.headers()
                        .value(HeaderNames.CONTENT_TYPE)
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        if (NEVER_JSON.stream().anyMatch(type::startsWith)) {
            throw new UnsupportedMediaType(
                    "Unsupported content type: send JSON with 'Content-Type: application/json'.");
        }
    }
}
