package dev.passerelle.gateway.config;

import dev.passerelle.gateway.config.DeploymentConfig.Canary;
import dev.passerelle.gateway.config.DeploymentConfig.HealthCheck;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes checked records of one model's `deployments`.
final class DeploymentsCompiler {
    private final Settings settings;
    private final SecretFiles files;
    private final int model;
    private final DeploymentNames names = new DeploymentNames();

    /// @param model its index
    DeploymentsCompiler(Settings settings, SecretFiles files, int model) {
        this.settings = settings;
        this.files = files;
        this.model = model;
    }

    /// @param id the model's
    /// @param local absent if it doesn't run here
    List<DeploymentConfig> compile(String id, DeploymentConfig.@Nullable Local local) {
        List<DeploymentConfig> deployments = new ArrayList<>();
        if (local != null) {
            names.add(local.name());
            deployments.add(local);
        }
        List<Integer> entries = settings.entries(list());
        entries.forEach(this::takeName);
        entries.forEach(index -> deployments.add(upstream(id, index)));
        checkShares(deployments);
        return deployments;
    }

    private String list() {
        return "models[" + model + "].deployments";
    }

    private void takeName(int index) {
        find(DeploymentKeys.NAME, index)
                .filter(name -> !names.add(name))
                .ifPresent(name -> {
                    throw wrong(
                            DeploymentKeys.NAME,
                            index,
                            "is '%s', which another deployment of the model is; give each its own"
                                    .formatted(name));
                });
    }

    private DeploymentConfig upstream(String id, int index) {
        URI address =
                find(DeploymentKeys.BASE_URL, index)
                        .orElseThrow(() ->
                                missing(
                                        DeploymentKeys.BASE_URL,
                                        index,
                                        "use " + DeploymentKeys.BASE_URL.type().allowed()));
        String key = apiKey(index);
        return new DeploymentConfig.Upstream(
                find(DeploymentKeys.NAME, index).orElseGet(names::fresh),
                share(index),
                address,
                key,
                find(DeploymentKeys.MODEL, index).orElse(id),
                headers(index, key),
                get(DeploymentKeys.PROTOCOL, index),
                get(DeploymentKeys.MAX_COMPLETION_TOKENS, index),
                get(DeploymentKeys.CONNECT_TIMEOUT, index),
                get(DeploymentKeys.FIRST_TOKEN_TIMEOUT, index),
                get(DeploymentKeys.BETWEEN_TOKENS_TIMEOUT, index),
                get(DeploymentKeys.MAX_CONNECTIONS, index),
                health(index),
                authorities(index));
    }

    private Share share(int index) {
        return new Share(
                find(DeploymentKeys.REGION, index).orElse(null),
                DeploymentKeys.PRICE.find(settings, model, index),
                get(DeploymentKeys.WEIGHT, index),
                new LimitsCompiler(settings).of(DeploymentKeys.LIMITS, model, index),
                canary(index),
                find(DeploymentKeys.SHADOW_PERCENT, index).orElse(0.0));
    }

    private @Nullable Canary canary(int index) {
        Optional<Double> percent = find(DeploymentKeys.CANARY_PERCENT, index);
        Optional<List<String>> keys = find(DeploymentKeys.CANARY_KEYS, index);
        if (percent.isEmpty() && keys.isEmpty()) {
            return null;
        }
        if (find(DeploymentKeys.SHADOW_PERCENT, index).isPresent()) {
            throw wrong(
                    DeploymentKeys.SHADOW_PERCENT,
                    index,
                    "is given beside canary; a deployment answers on trial or never, keep one");
        }
        return new Canary(percent.orElse(0.0), Set.copyOf(keys.orElse(List.of())));
    }

    private String apiKey(int index) {
        Optional<String> key = find(DeploymentKeys.API_KEY, index);
        Optional<String> file = find(DeploymentKeys.API_KEY_FILE, index);
        if (key.isPresent() && file.isPresent()) {
            throw wrong(
                    DeploymentKeys.API_KEY_FILE,
                    index,
                    "is given beside api-key; keep one of them");
        }
        return file.map(path -> fromFile(path, index)).or(() -> key).orElse("");
    }

    private String fromFile(String path, int index) {
        try {
            return Headers.TOKEN
                    .reader()
                    .apply(files.read(path))
                    .orElseThrow(() ->
                            wrong(
                                    DeploymentKeys.API_KEY_FILE,
                                    index,
                                    "is '%s', whose content can't be used; allowed: %s"
                                            .formatted(path, Headers.TOKEN.allowed())));
        } catch (IOException e) {
            throw wrong(
                    DeploymentKeys.API_KEY_FILE,
                    index,
                    "is '%s', which can't be read as text: %s"
                            .formatted(path, e.getClass().getSimpleName()));
        }
    }

    private List<X509Certificate> authorities(int index) {
        return find(DeploymentKeys.CA_FILE, index)
                .map(path -> authorities(path, index))
                .orElse(List.of());
    }

    private List<X509Certificate> authorities(String path, int index) {
        try {
            List<X509Certificate> found = Certificates.of(files.read(path));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | CertificateException _) {
            // told below
        }
        throw wrong(
                DeploymentKeys.CA_FILE,
                index,
                "is '%s', which can't be read as PEM; give it certificates between BEGIN and END CERTIFICATE"
                        .formatted(path));
    }

    private Map<String, String> headers(int index, String apiKey) {
        Map<String, String> headers = find(DeploymentKeys.HEADERS, index).orElse(Map.of());
        if (headers.containsKey("authorization") && !apiKey.isEmpty()) {
            throw wrong(
                    DeploymentKeys.HEADERS,
                    index,
                    "has an Authorization, and so has api-key or api-key-file; keep one of them");
        }
        return headers;
    }

    private @Nullable HealthCheck health(int index) {
        Optional<String> path = find(DeploymentKeys.HEALTH_PATH, index);
        if (path.isEmpty() && find(DeploymentKeys.HEALTH_INTERVAL, index).isPresent()) {
            throw missing(
                    DeploymentKeys.HEALTH_PATH, index, "health.interval is of no use without it");
        }
        return path.map(below -> new HealthCheck(below, get(DeploymentKeys.HEALTH_INTERVAL, index)))
                .orElse(null);
    }

    private void checkShares(List<DeploymentConfig> deployments) {
        if (deployments.stream().noneMatch(deployment -> deployment.share().ordinary())) {
            throw new ConfigException(
                    "%s: %s: all are canaries or shadows; one ordinary deployment has to answer"
                            .formatted(settings.placeOf("models[" + model + "]"), list()));
        }
        double percent =
                deployments.stream()
                        .map(deployment -> deployment.share().canary())
                        .mapToDouble(canary -> canary == null ? 0 : canary.percent())
                        .sum();
        if (percent > 100) {
            throw new ConfigException(
                    "%s: %s: the canaries' percentages add up to more than 100"
                            .formatted(settings.placeOf("models[" + model + "]"), list()));
        }
    }

    private <T> T get(ConfigKey<T> key, int index) {
        return settings.get(key, model, index);
    }

    private <T> Optional<T> find(ConfigKey<T> key, int index) {
        return settings.find(key, model, index);
    }

    private ConfigException wrong(ConfigKey<?> key, int index, String what) {
        return settings.wrong(key.at(model, index), what);
    }

    private ConfigException missing(ConfigKey<?> key, int index, String need) {
        return settings.missing("%s[%d]".formatted(list(), index), key.at(model, index), need);
    }
}
