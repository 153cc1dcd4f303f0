package dev.passerelle.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Configuration keys given as environment variables: `PASSERELLE_SERVER_PORT` is `server.port`,
/// `PASSERELLE_MODELS_0_ENGINE_SLOTS` is `models[0].engine.slots`. Variables that are no key are
/// not configuration: orchestrators inject such names for services of their own.
final class EnvironmentSettings {

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
        return ConfigKeys.ALL.stream()
                .flatMap(key -> {
                    Matcher match = form(key).matcher(variable);
                    return match.matches()
                            ? Optional.of(
                                    match.groupCount() == 0
                                            ? key.name()
                                            : key.at(Integer.parseInt(match.group(1))))
                                    .stream()
                            : Optional.<String>empty().stream();
                })
                .findFirst();
    }

    private static Pattern form(ConfigKey<?> key) {
        return Pattern.compile(key.variable().replace("_N_", "_(\\d{1,3})_"));
    }
}
