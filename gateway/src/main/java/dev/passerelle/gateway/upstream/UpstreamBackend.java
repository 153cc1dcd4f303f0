package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.HealthCheck;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/// A server that speaks OpenAI's API.
public final class UpstreamBackend implements Backend {
    private static final String VERSION = "/v1";
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final int MOST_ERROR_BYTES = 64 << 10;

    private final DeploymentConfig.Upstream config;
    private final Origin origin;
    private final Transport transport;
    private final Failures failures;
    private final Refusals refusals;
    private final RequestHeaders headers;
    private final RequestBody body;
    private final String path;
    private final TokenRatio ratio = new TokenRatio();

    private UpstreamBackend(
            String model,
            DeploymentConfig.Upstream config,
            Transport transport,
            InstantSource clock) {
        String region = config.share().region();
        this.config = config;
        this.origin = new Origin(model, "", config.name(), region == null ? "" : region);
        this.transport = transport;
        this.failures = new Failures(config.name());
        this.refusals = new Refusals(config.name(), clock);
        this.headers = new RequestHeaders(config);
        this.body = new RequestBody(config.model());
        this.path = config.baseUrl().getRawPath() == null ? "" : config.baseUrl().getRawPath();
    }

    /// @param model served id
    /// @param clock for dates in `Retry-After`
    public static UpstreamBackend of(
            String model, DeploymentConfig.Upstream config, InstantSource clock) {
        return new UpstreamBackend(model, config, Transport.to(config), clock);
    }

    @Override
    public Prepared prepare(CallRequest call) {
        RawRequest raw = call.raw();
        long prompt = ratio.tokens(raw.textBytes());
        if (raw.endpoint() == Endpoint.EMBEDDINGS) {
            return new UpstreamCall(this, call, new TokenCount(prompt, 0, 0, false));
        }
        long each = Math.min(raw.maxTokens().orElse(config.mostCompletion()), Integer.MAX_VALUE);
        long most = each * raw.choices();
        long least = raw.maxTokens().isPresent() ? most : raw.choices();
        return new UpstreamCall(this, call, new TokenCount(prompt, least, most, false));
    }

    Answer begin(CallRequest call, TokenCount count, Reservation reservation)
            throws InterruptedException {
        RawRequest raw = call.raw();
        Patience patience = Patience.of(config);
        Outgoing request =
                new Outgoing(
                        path + raw.endpoint().path().substring(VERSION.length()),
                        headers.of(call),
                        body.of(raw, reservation));
        Exchange exchange = transport.send(request, patience);
        boolean begun = false;
        try {
            boolean limited = RequestBody.limits(raw, reservation);
            Answer answer = answer(exchange, raw, count, limited, patience);
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                exchange.close();
            }
        }
    }

    private Answer answer(
            Exchange exchange, RawRequest raw, TokenCount count, boolean limited, Patience patience)
            throws InterruptedException {
        if (!exchange.head().plain()) {
            throw failures.garbage(
                    "compresses its answer without being asked to; switch that off there.", null);
        }
        if (exchange.head().status() / 100 != 2) {
            throw refusals.of(exchange.head(), errorBody(exchange));
        }
        UsageCount usage = new UsageCount(ratio, raw.textBytes(), count.prompt());
        if (!raw.stream()) {
            boolean generates = raw.endpoint() != Endpoint.EMBEDDINGS;
            return WholeAnswer.read(
                    origin, exchange, usage, generates, !limited, patience, failures);
        }
        String type = exchange.head().type();
        if (!type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            throw failures.garbage("answers with no stream of events.", null);
        }
        EventStream events = new EventStream(exchange, raw.includeUsage(), failures);
        return StreamedAnswer.begin(origin, exchange, events, usage, !limited, patience, failures);
    }

    /// As much of an error as can be had.
    private static byte[] errorBody(Exchange exchange) throws InterruptedException {
        Inflow body = new Inflow();
        try {
            while (body.size() < MOST_ERROR_BYTES && exchange.read(body)) {
                // until it is there
            }
        } catch (DeploymentFailure _) {
            // the status says enough
        }
        return body.toArray();
    }

    /// Whether the address of [DeploymentConfig.Upstream#health] answers with success; without one,
    /// the list of its models.
    @Override
    public boolean healthy() {
        HealthCheck check = config.health();
        String address = path + (check == null ? "/models" : check.path());
        Outgoing request = new Outgoing(address, headers.plain(), new byte[0]);
        try (Exchange exchange = transport.send(request, Patience.of(config.name(), PROBE))) {
            errorBody(exchange);
            return exchange.head().plain() && exchange.head().status() / 100 == 2;
        } catch (DeploymentFailure _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Calls under way go on.
    @Override
    public void close() {
        transport.close();
    }

    /// Without the key and the address.
    @Override
    public String toString() {
        return "UpstreamBackend[%s]".formatted(config.name());
    }
}
