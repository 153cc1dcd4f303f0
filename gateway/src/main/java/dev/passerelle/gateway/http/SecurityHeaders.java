package dev.passerelle.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/// What browsers are told to refuse. Every answer is what its media type says; the page runs its
/// own files only, talks to this server only, and is framed by nobody.
final class SecurityHeaders implements Filter {

    /// For every answer.
    static final Header NO_SNIFFING =
            HeaderValues.createCached("X-Content-Type-Options", "nosniff");

    /// A year.
    private static final Header ONLY_TLS =
            HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000");

    private static final List<Header> PAGE =
            List.of(
                    HeaderValues.createCached(
                            "Content-Security-Policy",
                            String.join(
                                    "; ",
                                    "default-src 'none'",
                                    "script-src 'self'",
                                    "style-src 'self'",
                                    "img-src 'self' data:",
                                    "connect-src 'self'",
                                    "base-uri 'none'",
                                    "form-action 'none'",
                                    "frame-ancestors 'none'")),
                    HeaderValues.createCached("Referrer-Policy", "no-referrer"),
                    HeaderValues.createCached("Cross-Origin-Opener-Policy", "same-origin"),
                    HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"),
                    HeaderValues.createCached(
                            "Permissions-Policy",
                            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(NO_SNIFFING);
        if (request.isSecure()) {
            response.header(ONLY_TLS);
        }
        chain.proceed();
    }

    /// For what the page consists of.
    static void page(ServerResponse response) {
        PAGE.forEach(response::header);
    }
}
