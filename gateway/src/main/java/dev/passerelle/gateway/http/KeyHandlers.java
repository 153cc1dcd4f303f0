package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admin.AdminPaths;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.openai.ApiException.MethodNotAllowed;
import dev.passerelle.gateway.openai.ApiException.NotFound;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Keys: listed, made, shown, ended, rotated.
record KeyHandlers(KeyDesk desk, long maxBodyBytes) {

    /// What all keys are asked for.
    static final List<Method> ALL = List.of(Method.GET, Method.HEAD, Method.POST);

    /// What one key is asked for.
    static final List<Method> ONE = List.of(Method.GET, Method.HEAD, Method.DELETE, Method.POST);

    void all(Call call) {
        Caller caller = call.caller();
        if (method(call).equals(Method.POST)) {
            created(call, desk.create(caller, body(call)).encode());
        } else {
            QueryParameters query = new QueryParameters(call.request().query().toMap());
            call.json(Json.bytes(desk.list(caller, query)));
        }
    }

    void one(Call call) {
        String name = call.request().path().path().substring(AdminPaths.KEYS.length() + 1);
        if (name.endsWith(AdminPaths.ROTATE)) {
            rotate(call, name.substring(0, name.length() - AdminPaths.ROTATE.length()));
        } else if (name.contains("/")) {
            throw new NotFound(
                    "Unknown request URL: below a key there is only %s."
                            .formatted(AdminPaths.ROTATE),
                    "unknown_url");
        } else if (method(call).equals(Method.DELETE)) {
            call.json(desk.revoke(call.caller(), name).encode());
        } else if (method(call).equals(Method.POST)) {
            throw refused(call, "GET, HEAD, DELETE");
        } else {
            call.json(desk.get(call.caller(), name).encode());
        }
    }

    private void rotate(Call call, String name) {
        if (!method(call).equals(Method.POST)) {
            throw refused(call, "POST");
        }
        created(call, desk.rotate(call.caller(), name, body(call)).encode());
    }

    private static void created(Call call, byte[] key) {
        call.response().status(Status.CREATED_201);
        call.json(key);
    }

    /// Nothing counts as an object without fields.
    private ObjectNode body(Call call) {
        byte[] body = RequestBody.read(call.request(), maxBodyBytes);
        return Json.object(body.length == 0 ? new byte[] {'{', '}'} : body);
    }

    private static Method method(Call call) {
        return call.request().prologue().method();
    }

    private static MethodNotAllowed refused(Call call, String allowed) {
        return new MethodNotAllowed(
                "Invalid method %s for %s: use %s."
                        .formatted(method(call).text(), call.request().path().path(), allowed),
                allowed);
    }
}
