package dev.passerelle.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;

/// Makes checked records of settings.
final class Compiler {
    private final Settings settings;
    private final SecretFiles files;
    private final Path directory;

    /// @param files beside the configuration, from whose directory relative paths start
    Compiler(Settings settings, SecretFiles files) {
        this.settings = settings;
        this.files = files;
        this.directory = files.directory();
    }

    GatewayConfig compile() {
        AdmissionConfig admission = new AdmissionCompiler(settings).compile();
        Models models = new ModelsCompiler(settings, files).compile();
        return new GatewayConfig(
                new ServerCompiler(settings, directory).compile(admission.mode()),
                admission,
                new LimitsCompiler(settings).compile(models.routes()),
                storage(),
                settings.find(ConfigKeys.MEMORY_BUDGET).orElse(null),
                models.local(),
                models.routes(),
                new RoutingCompiler(settings).global(),
                new CacheCompiler(settings).compile(models.local()),
                telemetry());
    }

    private StorageConfig storage() {
        return new StorageConfig(
                settings.find(StorageKeys.URL).map(this::located).orElse(null),
                settings.find(StorageKeys.USER).orElse(""),
                settings.find(StorageKeys.PASSWORD).orElse(""));
    }

    private TelemetryConfig telemetry() {
        String log = settings.get(TelemetryKeys.ACCESS_LOG);
        return new TelemetryConfig(
                List.of("off", "stdout").contains(log)
                        ? log
                        : directory.resolve(log).normalize().toString(),
                settings.find(TelemetryKeys.OTLP_ENDPOINT).orElse(null),
                settings.get(TelemetryKeys.SAMPLE_PERCENT),
                settings.get(TelemetryKeys.SERVICE_NAME));
    }

    /// The same URL, with a relative path of an H2 file made absolute.
    private String located(String url) {
        return url.replaceFirst(
                "^jdbc:h2:(?:file:)?\\./",
                "jdbc:h2:file:" + Matcher.quoteReplacement(directory + "/"));
    }
}
