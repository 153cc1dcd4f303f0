package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One place that answers to a model's name.
public sealed interface DeploymentConfig {

    /// Unlike the others' of its model.
    String name();

    Share share();

    /// What is common to all kinds of deployments.
    ///
    /// @param region where it runs; absent if nobody said
    /// @param price what it costs; absent means nothing
    /// @param weight its share of the calls in proportion to others'
    /// @param limits how much is sent to it, all callers together
    /// @param canary absent means that it is an ordinary one
    /// @param shadowPercent of the calls answered by others, how many it gets a copy of; if above 0
    ///   it answers none
    record Share(
            @Nullable String region,
            @Nullable Price price,
            int weight,
            Limits limits,
            @Nullable Canary canary,
            double shadowPercent) {

        /// Whether it answers calls that nothing special is about: no canary, no shadow.
        public boolean ordinary() {
            return canary == null && shadowPercent == 0;
        }
    }

    /// A deployment on trial.
    ///
    /// @param percent of the calls it gets
    /// @param keys ids of keys all of whose calls it gets
    record Canary(double percent, Set<String> keys) {
        public Canary {
            keys = Set.copyOf(keys);
        }
    }

    /// In this process: the model of the same id.
    record Local(String name, Share share) implements DeploymentConfig {
        public static final String NAME = "local";

        static Local of(ModelConfig model) {
            return of(model, 1);
        }

        static Local of(ModelConfig model, int weight) {
            return new Local(
                    NAME, new Share(model.region(), model.price(), weight, Limits.NONE, null, 0));
        }
    }

    /// A server that speaks OpenAI's API.
    ///
    /// @param baseUrl up to `/v1`, without a slash at the end
    /// @param apiKey sent as a bearer token; empty for none
    /// @param model its name there
    /// @param headers sent with each request, by name
    /// @param mostCompletion tokens reserved for an answer whose request names no maximum
    /// @param connect how long a connection may take to be made
    /// @param firstToken how long the first bytes of an answer may take
    /// @param betweenTokens how long the next bytes may take
    /// @param maxConnections most at once; a call that finds none free waits no longer than
    ///   `connect`
    /// @param health absent means that only calls tell
    /// @param authorities that vouch for its certificate beside the usual ones
    record Upstream(
            String name,
            Share share,
            URI baseUrl,
            String apiKey,
            String model,
            Map<String, String> headers,
            Protocol protocol,
            int mostCompletion,
            Duration connect,
            Duration firstToken,
            Duration betweenTokens,
            int maxConnections,
            @Nullable HealthCheck health,
            List<X509Certificate> authorities)
            implements DeploymentConfig {

        public Upstream {
            headers = Map.copyOf(headers);
            authorities = List.copyOf(authorities);
        }

        /// One whose certificate the usual authorities vouch for.
        public Upstream(
                String name,
                Share share,
                URI baseUrl,
                String apiKey,
                String model,
                Map<String, String> headers,
                Protocol protocol,
                int mostCompletion,
                Duration connect,
                Duration firstToken,
                Duration betweenTokens,
                int maxConnections,
                @Nullable HealthCheck health) {
            this(
                    name,
                    share,
                    baseUrl,
                    apiKey,
                    model,
                    headers,
                    protocol,
                    mostCompletion,
                    connect,
                    firstToken,
                    betweenTokens,
                    maxConnections,
                    health,
                    List.of());
        }

        /// Without the key and the headers.
        @Override
        public String toString() {
            return "Upstream[%s, %s, %s]".formatted(name, model, share);
        }
    }

    /// HTTP's versions.
    enum Protocol {
        /// HTTP/2 where TLS agrees on it, else HTTP/1.1.
        AUTO,
        HTTP_1_1,
        /// HTTP/2; in plain text by an upgrade, and HTTP/1.1 where the server makes none.
        HTTP_2
    }

    /// A look at whether it is there.
    ///
    /// @param path below the base URL, e.g. `/models`
    record HealthCheck(String path, Duration every) {}
}
