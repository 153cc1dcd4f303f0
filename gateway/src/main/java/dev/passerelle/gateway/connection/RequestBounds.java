package dev.passerelle.gateway.connection;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;

/// Tells the connection when a request's headers have been read and when it has been answered, and
/// ends it after an answer that says so, which Helidon leaves to the client. To be the first
/// filter.
public final class RequestBounds implements Filter {

    /// How much of a body that nobody read is dropped before the connection ends, so that the
    /// client, still sending, gets to see the answer.
    private static final long LINGER_BYTES = 1 << 20;

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ReadAhead reads = ClientWatch.CONNECTION.get();
        reads.awaits(Pace.Part.BODY);
        chain.proceed();
        boolean unread = request.content().hasEntity() && !request.content().consumed();
        if (response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            if (unread) {
                drop(request);
            }
            throw new CloseConnectionException("the answer ends the connection");
        }
        reads.awaits(unread ? Pace.Part.BODY : Pace.Part.NOTHING);
    }

    private static void drop(RoutingRequest request) {
        try (InputStream body = request.content().inputStream()) {
            body.skipNBytes(LINGER_BYTES);
        } catch (IOException | RuntimeException e) {
            // it was shorter, or broken: the connection ends in any event
        }
    }
}
