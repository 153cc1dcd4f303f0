package dev.passerelle.gateway.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import java.util.List;

/// An address and what answers it.
///
/// @param path may end in `*` for everything below
/// @param handler with the frame that asks for what `access` says
public record Route(List<Method> methods, String path, Access access, Handler handler) {

    public Route {
        methods = List.copyOf(methods);
    }
}
