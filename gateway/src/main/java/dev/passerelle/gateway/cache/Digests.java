package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Canary;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.tenancy.Project;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which requests have the same answer: those of one project, to the same deployments in the same
/// regions, with bodies that mean the same.
final class Digests {
    /// Changed with what is hashed, so that gateways of different versions share no answers.
    private static final long VERSION = 1;

    /// Fields that tell of the caller or the provider's records, never of the answer.
    private static final Set<String> LEFT_OUT =
            Set.of("metadata", "prompt_cache_key", "safety_identifier", "store", "user");

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Digests() {}

    /// Empty if the body isn't a JSON object, or names a key twice.
    static Optional<Digest> of(RoutedModel model, CallRequest call) {
        RawRequest raw = call.raw();
        JsonNode body;
        try {
            body = MAPPER.readTree(raw.body());
        } catch (JacksonException _) {
            return Optional.empty();
        }
        if (!body.isObject()) {
            return Optional.empty();
        }
        Project project = call.caller().project();
        Hasher hasher =
                new Hasher()
                        .add(VERSION)
                        .add(project.organisation())
                        .add(project.name())
                        .add(raw.endpoint().path())
                        .add(new TreeSet<>(call.regions().names()))
                        .add(model.id())
                        .add(model.deployments().size());
        for (Deployment deployment : model.deployments()) {
            add(hasher, deployment.config(), call.caller().key());
        }
        return Optional.of(hasher.add(body, LEFT_OUT).digest());
    }

    /// What of a deployment changes its answers, or who gets them.
    private static void add(Hasher hasher, DeploymentConfig deployment, String key) {
        Canary canary = deployment.share().canary();
        hasher.add(deployment.name())
                .add(Objects.requireNonNullElse(deployment.share().region(), ""))
                .add(canary != null && canary.keys().contains(key) ? 1 : 0);
        switch (deployment) {
            case DeploymentConfig.Local _ -> hasher.add("local");
            case DeploymentConfig.Upstream upstream ->
                    hasher.add(upstream.baseUrl().toString()).add(upstream.model());
        }
    }
}
