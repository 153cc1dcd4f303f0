package dev.passerelle.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;

/// Makes checked records of settings.
final class Compiler {
    private final Settings settings;
    private final Path directory;

    /// @param directory what relative paths start from
    Compiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    GatewayConfig compile() {
        AdmissionConfig admission = new AdmissionCompiler(settings).compile();
        List<ModelConfig> models = new ModelsCompiler(settings, directory).compile();
        return new GatewayConfig(
                new ServerCompiler(settings, directory).compile(admission.mode()),
                admission,
                new LimitsCompiler(settings).compile(models),
                storage(),
                settings.find(ConfigKeys.MEMORY_BUDGET).orElse(null),
                models,
                models.stream().map(ModelRoute::of).toList(),
                ResilienceConfig.DEFAULT,
                CacheConfig.NONE,
                TelemetryConfig.NONE);
    }

    private StorageConfig storage() {
        return new StorageConfig(
                settings.find(StorageKeys.URL).map(this::located).orElse(null),
                settings.find(StorageKeys.USER).orElse(""),
                settings.find(StorageKeys.PASSWORD).orElse(""));
    }

    /// The same URL, with a relative path of an H2 file made absolute.
    private String located(String url) {
        return url.replaceFirst(
                "^jdbc:h2:(?:file:)?\\./",
                "jdbc:h2:file:" + Matcher.quoteReplacement(directory + "/"));
    }
}
