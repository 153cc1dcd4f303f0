package dev.passerelle.gateway.connection;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Tells the connection when a request's headers have been read and when it has been answered. To
/// be the first filter.
public final class RequestBounds implements Filter {

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ReadAhead reads = ClientWatch.CONNECTION.get();
        reads.awaits(Pace.Part.BODY);
        chain.proceed();
        boolean unread = request.content().hasEntity() && !request.content().consumed();
        reads.awaits(unread ? Pace.Part.BODY : Pace.Part.NOTHING);
    }
}
