package dev.passerelle.gateway.http;

import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.Unauthenticated;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks who calls, and whether they may.
record Doorkeeper(Door door, GatewayMetrics metrics) {

    /// Who sent a request, as far as its address asks.
    ///
    /// @throws Unauthenticated if it needs a key and has none that is right
    Caller identify(ServerRequest request, Access access) throws InterruptedException {
        String authorization = request.headers().value(HeaderNames.AUTHORIZATION).orElse(null);
        if (!asks(access, authorization)) {
            return Caller.ANYONE;
        }
        try {
            return door.authenticator().authenticate(authorization, address(request));
        } catch (Unauthenticated e) {
            metrics.admission().unauthenticated(authorization);
            throw e;
        }
    }

    /// @throws Forbidden if the caller's role isn't enough
    void check(Caller caller, Access access) {
        switch (access) {
            case PUBLIC, CATALOGUE, READ -> {}
            case METRICS -> {
                if (!shown().publicMetrics() && !operators(caller)) {
                    throw forbidden(
                            "Metrics are for keys of the operator's own organisation, 'default'.");
                }
            }
            case USE -> {
                if (!caller.mayInfer()) {
                    throw forbidden(
                            "This key is read-only: it may list models and read usage. Use a key of the role 'member'.");
                }
            }
            case ADMIN -> {
                if (caller.role() != Role.ADMIN) {
                    throw forbidden("This needs a key of the role 'admin'.");
                }
            }
        }
    }

    private AdmissionConfig shown() {
        return Objects.requireNonNull(door.access().get());
    }

    private boolean asks(Access access, @Nullable String authorization) {
        return switch (access) {
            case PUBLIC -> false;
            case CATALOGUE -> authorization != null || !shown().publicCatalogue();
            case METRICS -> !shown().publicMetrics();
            case READ, USE, ADMIN -> true;
        };
    }

    private static boolean operators(Caller caller) {
        return caller.project().organisation().equals(Project.DEFAULT_NAME);
    }

    private static Forbidden forbidden(String message) {
        return new Forbidden(message, null, "insufficient_permissions");
    }

    /// The connection's own end: what a proxy says of others could be made up.
    private static String address(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                        && !socket.isUnresolved()
                ? socket.getAddress().getHostAddress()
                : request.remotePeer().host();
    }
}
