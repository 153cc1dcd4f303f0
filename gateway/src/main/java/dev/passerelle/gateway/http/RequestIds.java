package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.Identifiers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.regex.Pattern;

/// Gives every answer an `x-request-id`: the client's own, if it is a plain short one.
public final class RequestIds implements Filter {
    static final HeaderName HEADER = HeaderNames.create("x-request-id");
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String id =
                request.headers()
                        .value(HEADER)
                        .filter(given -> SANE.matcher(given).matches())
                        .orElseGet(() -> Identifiers.fresh("req_"));
        response.header(HEADER, id);
        chain.proceed();
    }
}
