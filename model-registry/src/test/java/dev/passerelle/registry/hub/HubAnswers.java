package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.FakeRepository.Visibility;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refusals in the hub's form, by headers.
final class HubAnswers {

    private HubAnswers() {}

    static void refuse(Exchange exchange, int status, String code, String message)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        if (!code.isEmpty()) {
            headers.put("X-Error-Code", code);
        }
        headers.put("X-Error-Message", message);
        exchange.send(
                status,
                headers,
                ("{\"error\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /// Refuses what a client without rights asks for. A missing repository and a private one look
    /// the same, and without a token they are a 401.
    ///
    /// @param filesToo whether more than the list is asked for
    /// @return whether it was refused
    static boolean refused(Exchange exchange, @Nullable FakeRepository repository, boolean filesToo)
            throws IOException {
        String authorization = exchange.request().authorization();
        if (repository == null || hidden(repository, authorization)) {
            if (authorization == null) {
                refuse(exchange, 401, "RepoNotFound", "Invalid username or password.");
            } else {
                refuse(exchange, 404, "RepoNotFound", "Repository not found");
            }
            return true;
        }
        if (filesToo && !repository.access().allows(authorization)) {
            refuse(
                    exchange,
                    authorization == null ? 401 : 403,
                    "GatedRepo",
                    "Access to model %s is restricted.".formatted(repository.name()));
            return true;
        }
        return false;
    }

    static void noRevision(Exchange exchange, String revision) throws IOException {
        refuse(exchange, 404, "RevisionNotFound", "Invalid rev id: " + revision);
    }

    /// Does what a fault says that replaces the whole answer.
    ///
    /// @return whether it was such a fault
    static boolean answered(Exchange exchange, Fault.@Nullable OfHub fault) throws IOException {
        switch (fault) {
            case Fault.Status(int status, var headers) ->
                    exchange.send(status, headers, new byte[0]);
            case Fault.Answer(String body) ->
                    exchange.send(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
            case Fault.RedirectLoop() ->
                    exchange.send(
                            302, Map.of("Location", exchange.request().target()), new byte[0]);
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean hidden(FakeRepository repository, @Nullable String authorization) {
        return repository.access().visibility() == Visibility.PRIVATE
                && !repository.access().allows(authorization);
    }
}
