package dev.passerelle.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Configuration keys given as environment variables: `PASSERELLE_SERVER_PORT` is `server.port`,
/// `PASSERELLE_MODELS_0_ENGINE_SLOTS` is `models[0].engine.slots`. Variables that are no key are
/// not configuration: orchestrators inject such names for services of their own.
final class EnvironmentSettings {

    private static final Map<ConfigKey<?>, Pattern> FORMS =
            ConfigKeys.ALL.stream()
                    .collect(Collectors.toMap(key -> key, EnvironmentSettings::form));

    private EnvironmentSettings() {}

    static Map<String, Setting> of(Map<String, String> environment) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        environment.forEach((variable, value) ->
                path(variable)
                        .ifPresent(path ->
                                settings.put(
                                        path,
                                        new Setting(value, "environment variable " + variable))));
        return settings;
    }

    private static Optional<String> path(String variable) {
        return FORMS.entrySet().stream()
                .map(form -> path(form.getKey(), form.getValue().matcher(variable)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> path(ConfigKey<?> key, Matcher match) {
        return match.matches()
                ? Optional.of(
                        key.at(
                                IntStream.rangeClosed(1, match.groupCount())
                                        .map(group -> Integer.parseInt(match.group(group)))
                                        .toArray()))
                : Optional.empty();
    }

    private static Pattern form(ConfigKey<?> key) {
        return Pattern.compile(key.variable().replace("_N_", "_(\\d{1,3})_"));
    }
}
