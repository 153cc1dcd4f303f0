package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.runtime.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Backends for a scripted upstream, and calls to them.
final class UpstreamFixture {
    static final String KEY = "sk-very-secret";
    static final String CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    static final String STREAM =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    private UpstreamFixture() {}

    static DeploymentConfig.Upstream config(URI url) {
        return config(url, Protocol.HTTP_1_1, Duration.ofSeconds(20), 8);
    }

    static DeploymentConfig.Upstream config(
            URI url, Protocol protocol, Duration patience, int connections) {
        return new DeploymentConfig.Upstream(
                "elsewhere",
                new DeploymentConfig.Share("fr-par", null, 1, Limits.NONE, null, 0),
                url,
                KEY,
                "there",
                Map.of("X-Extra", "1"),
                protocol,
                500,
                Duration.ofSeconds(2),
                patience,
                patience,
                connections,
                null);
    }

    static UpstreamBackend backend(DeploymentConfig.Upstream config) {
        return UpstreamBackend.of("m", config, CLOCK);
    }

    static CallRequest call(Endpoint endpoint, String body) {
        return new CallRequest(
                RawRequest.read(endpoint, body.getBytes(UTF_8)),
                Caller.ANYONE,
                Tenant.EVERYONE,
                Regions.ALL,
                "req_1",
                new TraceParent("00-11111111111111111111111111111111-2222222222222222-01", "a=b"));
    }

    static Answer begin(UpstreamBackend backend, String body) throws InterruptedException {
        return begin(backend, Endpoint.CHAT_COMPLETIONS, body);
    }

    static Answer begin(UpstreamBackend backend, Endpoint endpoint, String body)
            throws InterruptedException {
        try (Prepared prepared = backend.prepare(call(endpoint, body))) {
            return prepared.begin(new Granted(prepared.count().most(), List.of()));
        }
    }

    /// All that is left of an answer.
    static String rest(Answer answer) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (Part part = answer.next(); part != null; part = answer.next()) {
            text.append(text(part));
        }
        return text.toString();
    }

    static String text(@Nullable Part part) {
        return part == null ? "" : new String(part.bytes(), part.offset(), part.length(), UTF_8);
    }

    /// Tokens that were granted.
    record Granted(long completionTokens, List<Standing> standings) implements Reservation {
        @Override
        public @Nullable Instant time() {
            return null;
        }

        @Override
        public @Nullable Limit bound() {
            return null;
        }

        @Override
        public void settle(long promptTokens, long completionTokens) {}
    }
}
