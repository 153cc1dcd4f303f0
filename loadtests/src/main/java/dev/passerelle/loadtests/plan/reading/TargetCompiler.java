package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a target of settings.
final class TargetCompiler {
    private final Settings settings;
    private final Map<String, String> environment;
    private final Path directory;

    TargetCompiler(Settings settings, Map<String, String> environment, Path directory) {
        this.settings = settings;
        this.environment = environment;
        this.directory = directory;
    }

    Target compile() {
        URI url = settings.get(TargetKeys.URL);
        return new Target(
                url,
                keys(),
                settings.find(TargetKeys.HEADERS).orElse(Map.of()),
                settings.get(TargetKeys.KEEP_ALIVE),
                settings.get(TargetKeys.CONNECT_TIMEOUT),
                settings.get(TargetKeys.TIMEOUT),
                settings.find(TargetKeys.METRICS)
                        .orElseGet(() -> Optional.of(url.resolve("/metrics")))
                        .orElse(null),
                settings.get(TargetKeys.METRICS_EVERY));
    }

    private List<String> keys() {
        Optional<String> file = settings.find(TargetKeys.KEY_FILE);
        Optional<List<String>> keys = settings.find(TargetKeys.KEYS);
        if (file.isPresent() && keys.isPresent()) {
            throw new ScenarioException(
                    "%s and %s can't go together: keys are given in one way"
                            .formatted(
                                    settings.nameOf(TargetKeys.KEYS),
                                    settings.nameOf(TargetKeys.KEY_FILE)));
        }
        return file.map(this::read).or(() -> keys).orElseGet(this::usual);
    }

    private List<String> read(String file) {
        Path path = directory.resolve(file);
        try {
            return Headers.keys(Files.readString(path));
        } catch (IOException e) {
            throw settings.wrong(
                    TargetKeys.KEY_FILE,
                    "is '%s', which can't be read (%s)"
                            .formatted(path, e.getClass().getSimpleName()));
        } catch (IllegalArgumentException _) {
            throw settings.wrong(
                    TargetKeys.KEY_FILE,
                    "is '%s', which must hold API keys, one a line, without spaces"
                            .formatted(path));
        }
    }

    private List<String> usual() {
        String key = environment.getOrDefault(TargetKeys.KEY_VARIABLE, "");
        try {
            return key.isBlank() ? List.of() : Headers.keys(key);
        } catch (IllegalArgumentException _) {
            throw new ScenarioException(
                    "environment variable " + TargetKeys.KEY_VARIABLE + " must hold an API key");
        }
    }
}
