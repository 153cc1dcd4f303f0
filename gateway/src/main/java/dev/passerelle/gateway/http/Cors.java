package dev.passerelle.gateway.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets pages of certain web sites call the API from a browser. Cookies are never asked for, so
/// credentials aren't either: a key travels in `Authorization`.
public final class Cors implements Filter {
    private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE";
    private static final String MAX_AGE_SECONDS = "600";
    private static final Set<String> ALWAYS_ALLOWED = Set.of("authorization", "content-type");
    private static final String EXPOSED =
            String.join(
                    ", ",
                    "x-request-id",
                    "x-ratelimit-limit-requests",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-reset-requests",
                    "x-ratelimit-limit-tokens",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-tokens",
                    "retry-after",
                    "x-queue-time-ms",
                    "server-timing",
                    "x-cache",
                    "age",
                    "x-passerelle-cache-score",
                    "x-passerelle-deployment",
                    "x-passerelle-warning");
    private static final HeaderName REQUESTED_METHOD =
            HeaderNames.create("Access-Control-Request-Method");
    private static final HeaderName REQUESTED_HEADERS =
            HeaderNames.create("Access-Control-Request-Headers");

    private final Set<String> origins;

    /// @param origins as browsers write them; none means that no site may
    public Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (origins.isEmpty()) {
            chain.proceed();
            return;
        }
        response.headers().add(HeaderNames.VARY, "Origin");
        Optional<String> origin =
                request.headers().value(HeaderNames.ORIGIN).filter(origins::contains);
        origin.ifPresent(
                allowed -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed));
        if (origin.isPresent() && isPreflight(request)) {
            preflight(request, response);
            return;
        }
        if (origin.isPresent()) {
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        chain.proceed();
    }

    private static boolean isPreflight(RoutingRequest request) {
        return request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(REQUESTED_METHOD);
    }

    private static void preflight(RoutingRequest request, RoutingResponse response) {
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        response.header(
                HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                allowed(request.headers().value(REQUESTED_HEADERS).orElse("")));
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        response.status(Status.NO_CONTENT_204).send();
    }

    /// Those of the headers asked for that may be sent, and those that always may.
    private static String allowed(String requested) {
        return Stream.concat(
                        ALWAYS_ALLOWED.stream().sorted(),
                        Stream.of(requested.split(",", -1))
                                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                                .filter(name -> name.matches("x-[a-z0-9-]+")))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
