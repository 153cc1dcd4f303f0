package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.hub.HubException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/// An answer of the hub, or of a storage it redirected to. Closing it before its body's end closes
/// the connection.
///
/// @param ofHub whether the hub itself gave it
record Answer(
        String subject,
        URI uri,
        boolean ofHub,
        HttpUriRequestBase request,
        ClassicHttpResponse response,
        Pace pace)
        implements AutoCloseable {

    /// So much of a body that isn't wanted is read to keep the connection.
    private static final int DRAINED = 1 << 16;

    int status() {
        return response.getCode();
    }

    boolean isRedirect() {
        return switch (status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return Optional.ofNullable(header).map(Header::getValue).map(String::strip);
    }

    /// Length of the body; -1 if it isn't announced.
    long length() {
        HttpEntity entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    /// Whether it tells size and digest of a file that is elsewhere.
    boolean isLinked() {
        return header("X-Linked-Etag").isPresent() && linkedSize().isPresent();
    }

    /// Size of the file that a redirect leads to.
    Optional<Long> linkedSize() {
        return header("X-Linked-Size").flatMap(Answer::number);
    }

    /// The length header, also of an answer to HEAD; -1 if there is none.
    long announcedLength() {
        return header("Content-Length").flatMap(Answer::number).orElse(-1L);
    }

    /// The file's digest, if an entity tag is one.
    Optional<Digest> digest() {
        return header("X-Linked-Etag")
                .or(() -> isRedirect() ? Optional.empty() : header("ETag"))
                .map(etag -> etag.replaceFirst("^W/", "").replace("\"", ""))
                .flatMap(Digest::ofEtag);
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// Reads some bytes of the body.
    ///
    /// @return how many; -1 at the end
    int read(byte[] buffer) throws TransientFailure, InterruptedException {
        try {
            InputStream body =
                    response.getEntity() == null ? null : response.getEntity().getContent();
            if (body == null) {
                return -1;
            }
            Instant before = pace.now();
            int read = body.read(buffer);
            if (read >= 0 && !pace.suffices(before, read)) {
                throw new InterruptedIOException(
                        "sent less than %d bytes a second".formatted(Pace.LEAST));
            }
            return read;
        } catch (IOException e) {
            throw HubTransport.broken(subject, uri, e);
        }
    }

    /// Reads the whole body.
    ///
    /// @throws HubException if it has more bytes than the limit
    byte[] body(int limit) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 13];
        for (int read = read(buffer); read >= 0; read = read(buffer)) {
            all.write(buffer, 0, read);
            if (all.size() > limit) {
                throw new HubException(
                        Reason.PROTOCOL,
                        "%s: %s answered with more than %d bytes; that is no list of files"
                                .formatted(subject, uri.getHost(), limit));
            }
        }
        return all.toByteArray();
    }

    /// Reads what is left if it is little, so that the connection can be used again.
    void drain() throws InterruptedException {
        byte[] buffer = new byte[1 << 13];
        try {
            int left = DRAINED;
            for (int read = read(buffer); read >= 0 && left > 0; read = read(buffer)) {
                left -= read;
            }
        } catch (TransientFailure _) {
            // the connection is gone, which is no loss
        }
    }

    @Override
    public void close() {
        request.cancel();
    }
}
