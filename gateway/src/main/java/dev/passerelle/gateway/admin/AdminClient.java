package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.usage.UsageQuery;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import dev.passerelle.gateway.usage.UsageRow;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Administration over the running server's socket.
public final class AdminClient implements Administration {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build();
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final byte[] NOTHING = {};

    /// Nothing that a path would have to spell otherwise.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final Http1Client client;

    private AdminClient(Http1Client client) {
        this.client = client;
    }

    /// The server that works in a home; empty if none does.
    public static Optional<Administration> find(Path home) throws IOException {
        return new SocketPlace(home.toAbsolutePath()).findLive().map(AdminClient::of);
    }

    private static AdminClient of(Path socket) {
        return new AdminClient(
                Http1Client.builder()
                        .baseUri("http://localhost")
                        .baseAddress(UnixDomainSocketAddress.of(socket))
                        .shareConnectionCache(false)
                        .servicesDiscoverServices(false)
                        .connectTimeout(LONGEST)
                        .readTimeout(LONGEST)
                        .build());
    }

    @Override
    public WireKey.Listing keys(QueryParameters filters) {
        byte[] answer = send(with(client.get(AdminPaths.KEYS), filters), NOTHING);
        return JSON.readValue(answer, WireKey.Listing.class);
    }

    @Override
    public WireKey create(ObjectNode wish) {
        return key(client.post(AdminPaths.KEYS), Json.bytes(wish));
    }

    @Override
    public WireKey revoke(String id) {
        return key(one(Method.DELETE, id, ""), NOTHING);
    }

    @Override
    public WireKey rotate(String id, ObjectNode wish) {
        return key(one(Method.POST, id, AdminPaths.ROTATE), Json.bytes(wish));
    }

    @Override
    public UsageReport usage(QueryParameters query) {
        byte[] answer = send(with(client.get(AdminPaths.USAGE), query), NOTHING);
        return JSON.readValue(answer, WireReport.class).report();
    }

    private Http1ClientRequest one(Method method, String name, String below) {
        String id = KeyDesk.id(name);
        if (!ID.matcher(id).matches()) {
            throw new AdminException(
                    "an id is of letters and digits, and this is none; list keys to see their ids");
        }
        return client.method(method).path(AdminPaths.KEYS + "/" + id + below);
    }

    private static Http1ClientRequest with(Http1ClientRequest request, QueryParameters query) {
        query.values()
                .forEach((name, values) -> request.queryParam(name, values.toArray(String[]::new)));
        return request;
    }

    private static WireKey key(Http1ClientRequest request, byte[] body) {
        return JSON.readValue(send(request, body), WireKey.class);
    }

    private static byte[] send(Http1ClientRequest request, byte[] body) {
        request.header(HeaderNames.CONTENT_TYPE, "application/json");
        try (Http1ClientResponse response = request.submit(body)) {
            byte[] answer = response.as(byte[].class);
            if (response.status().family() != Status.Family.SUCCESSFUL) {
                throw new AdminException(message(response.status(), answer));
            }
            return answer;
        } catch (AdminException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AdminException(
                    "the server ended before it answered, and may have done it all the same: list keys to see (%s)"
                            .formatted(e.getMessage()));
        }
    }

    private static String message(Status status, byte[] answer) {
        try {
            JsonNode message = JSON.readTree(answer).at("/error/message");
            return message.isString() ? message.stringValue() : "the server says " + status;
        } catch (JacksonException e) {
            return "the server says " + status;
        }
    }

    @Override
    public void close() {
        client.closeResource();
    }

    /// A report as it is sent.
    private record WireReport(
            LocalDate from, LocalDate to, List<Dimension> by, List<UsageRow> data) {
        UsageReport report() {
            return new UsageReport(new UsageQuery(by, from, to, null, null, null, null), data);
        }
    }
}
