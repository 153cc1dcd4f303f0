package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends requests and follows redirects as far as that is safe. The token goes to the hub's own
/// address only.
final class HubTransport implements AutoCloseable {

    private static final int REDIRECTS = 10;

    private final HubUrls urls;
    private final @Nullable String token;
    private final AddressRule rule;
    private final CloseableHttpClient client;
    private final InstantSource clock;

    HubTransport(
            HubUrls urls,
            @Nullable String token,
            AddressRule rule,
            CloseableHttpClient client,
            InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
        this.urls = urls;
        this.token = token;
        this.client = client;
    }

    /// The first answer that is no redirect, or that suffices.
    ///
    /// @throws TransientFailure if there is none, but there may be another time
    Answer send(HubRequest request, HubRequest.Hop hop) throws IOException, InterruptedException {
        URI uri = request.uri();
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            Answer answer = exchange(request, uri);
            boolean last = false;
            try {
                last = hop.suffices(answer) || !answer.isRedirect();
                if (last) {
                    return answer;
                }
                uri = Redirects.target(request.subject(), uri, answer.header("Location"));
                answer.drain();
            } finally {
                if (!last) {
                    answer.close();
                }
            }
        }
        throw new HubException(
                Reason.PROTOCOL,
                "%s: more than %d redirects, the last to %s"
                        .formatted(request.subject(), REDIRECTS, uri.getHost()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /// What a broken exchange means: an interruption of this thread, or a failure that another
    /// attempt may mend.
    static TransientFailure broken(String subject, URI uri, IOException e)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
        String what =
                switch (e) {
                    case SocketTimeoutException _ -> "no byte came in time";
                    case UnknownHostException _ -> "the name can't be resolved";
                    default -> String.valueOf(e.getMessage());
                };
        return new TransientFailure("%s: %s: %s".formatted(subject, uri.getHost(), what), e);
    }

    private Answer exchange(HubRequest request, URI uri) throws IOException, InterruptedException {
        boolean ofHub = urls.isHub(uri);
        HttpUriRequestBase http = new HttpUriRequestBase(request.method(), uri);
        http.setConfig(
                RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(request.timeout()))
                        .setConnectionRequestTimeout(Timeout.ofMinutes(10))
                        .build());
        http.setHeader("Accept-Encoding", "identity");
        request.headers().forEach(http::setHeader);
        if (ofHub && token != null) {
            http.setHeader("Authorization", "Bearer " + token);
        }
        try {
            rule.check(uri);
            HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
            ClassicHttpResponse response = client.executeOpen(host, http, null);
            return plain(
                    new Answer(request.subject(), uri, ofHub, http, response, new Pace(clock)));
        } catch (IOException e) {
            throw failure(request.subject(), uri, e);
        }
    }

    private static Answer plain(Answer answer) throws HubException {
        Optional<String> encoding = answer.header("Content-Encoding");
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            answer.close();
            throw new HubException(
                    Reason.PROTOCOL,
                    "%s: %s answered with %s-encoded bytes that were not asked for"
                            .formatted(answer.subject(), answer.uri().getHost(), encoding.get()));
        }
        return answer;
    }

    private static IOException failure(String subject, URI uri, IOException e)
            throws InterruptedException {
        return switch (e) {
            case HubException known -> known;
            case AddressRule.Refused refused -> refused.asHubException(subject);
            case SSLHandshakeException _, SSLPeerUnverifiedException _ ->
                    new HubException(
                            Reason.UNREACHABLE,
                            "%s: no trusted TLS connection to %s: %s"
                                    .formatted(subject, uri.getHost(), e.getMessage()),
                            e);
            case ClientProtocolException _, MessageConstraintException _ ->
                    new HubException(
                            Reason.PROTOCOL,
                            "%s: %s does not speak HTTP as it should: %s"
                                    .formatted(subject, uri.getHost(), cause(e)),
                            e);
            default -> broken(subject, uri, e);
        };
    }

    private static @Nullable String cause(IOException e) {
        return e.getCause() instanceof HttpException || e.getCause() instanceof ProtocolException
                ? e.getCause().getMessage()
                : e.getMessage();
    }
}
