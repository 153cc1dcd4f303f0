package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Result;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was tested, as the scenario of a result has it.
///
/// @param target its URL; empty where the scenario has none
/// @param models asked for
public record Setting(String target, List<String> models) {
    private static final String UNNAMED = "load-test";

    public static Setting of(Map<String, Object> scenario) {
        Set<String> urls = new LinkedHashSet<>();
        collect(scenario, "url", urls);
        Set<String> models = new LinkedHashSet<>();
        collect(scenario, "model", models);
        return new Setting(urls.stream().findFirst().orElse(""), List.copyOf(models));
    }

    /// What a result is headed with: its name, or what was tested where it was given none.
    public static String title(Result result) {
        Setting setting = of(result.scenario());
        if (!result.name().equals(UNNAMED) || setting.models().isEmpty()) {
            return result.name();
        }
        String models = String.join(", ", setting.models());
        String host = setting.target().replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
        return host.isEmpty() ? models : models + " at " + host;
    }

    private static void collect(Object from, String key, Set<String> into) {
        switch (from) {
            case Map<?, ?> map ->
                    map.forEach((name, value) -> {
                        if (key.equals(name) && !(value instanceof Map<?, ?>)) {
                            into.add(String.valueOf(value));
                        } else if (value != null) {
                            collect(value, key, into);
                        }
                    });
            case Collection<?> all -> all.forEach(one -> collect(one, key, into));
            default -> {}
        }
    }
}
